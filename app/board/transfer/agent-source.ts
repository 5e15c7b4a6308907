// Made from app/micropython/agent/*.py by main/build/agent-source.ts; a test keeps the two equal.

export const uploadAgent = `def _bramble(F):
 from builtins import bytes,len,min
 import gc,io,micropython,os,struct,sys
 def say(T):
  sys.stdout.write("\\x1e"+T+"\\n")
 try:
  import deflate,hashlib
  gc.collect()
  O=gc.mem_free()
  if O<65536:
   return say("n")
  O=14 if O>98304 else 12
  A=os.statvfs(F)
  say("r%d,%d"%(A[1]*A[4],O))
 except OSError as e:
  return say("!%d"%e.args[0])
 except ImportError:
  return say("n")
 read=sys.stdin.buffer.read
 H=io.BytesIO()
 I=deflate.DeflateIO(H,deflate.RAW,O)
 S=None
 p=""
 j=z=0
 def u():
  a,b,c=read(3)
  return(a-32)*4096+(b-32)*64+c-32
 def q(l):
  nonlocal S,j,z
  while not j:
   S=None
   k,m,E=read(3)
   s=u()
   if k==101:
    raise EOFError
   if k==122:
    j=u()
   d=read(s)
   say("+")
   if m:
    m=bytes((m,))
    E=bytes((E,))
    d=d.replace(m,b"\\x03").replace(E+b"s",m).replace(E+b"e",E)
   if k==122:
    d=H.read(z-H.tell())+d
    H.seek(0)
    H.write(d)
    H.seek(0)
    z=len(d)
    S=I
   elif k==112:
    j=len(d)
    S=io.BytesIO(d)
   else:
    raise ValueError
   d=None
  try:
   d=S.read(min(l,j))
  except OSError:
   raise ValueError
  if not d:
   raise ValueError
  j-=len(d)
  return d
 def x(n):
  d=b""
  while len(d)<n:
   d+=q(n-len(d))
  return d
 def R(p,s,D):
  try:
   M=os.stat(p)[0]&0x4000
  except OSError as e:
   if e.args[0]!=2:
    raise
   M=None
  if s==0xFFFFFFFF:
   if M is None:
    os.mkdir(p)
   elif not M:
    raise OSError(20)
   return
  if M:
   raise OSError(21)
  t=p[:p.rfind("/")+1]+".bramble-upload.tmp"
  o=0
  f=io.open(t,"wb")
  try:
   h=hashlib.sha256()
   while s:
    d=q(min(s,2048))
    h.update(d)
    f.write(d)
    s-=len(d)
   f.close()
   if h.digest()[:16]!=D:
    raise ValueError
   try:
    os.rename(t,p)
   except OSError as e:
    if e.args[0]!=17:
     raise
    os.remove(p)
    os.rename(t,p)
   o=1
  finally:
   while not o:
    try:
     micropython.kbd_intr(-1)
     f.close()
     os.remove(t)
     o=1
    except KeyboardInterrupt:
     pass
    except OSError:
     o=1
   micropython.kbd_intr(3)
 try:
  while 1:
   L,s,D=struct.unpack("<HI16s",x(22))
   p=x(L).decode()
   R(p,s,D)
   say("k")
 except EOFError:
  return
 except KeyboardInterrupt:
  globals()["_bramble_left"]=p
  raise
 except OSError as e:
  say("!%d"%e.args[0])
 except MemoryError:
  say("n")
 except ValueError:
  say("x")
 S=H=I=None
 while 1:
  k=read(3)[0]
  s=u()
  if k==101:
   return
  if k==122:
   u()
  while s>0:
   s-=len(read(min(s,256)))
`;

export const downloadAgent = `def _bramble(P):
 from binascii import hexlify
 from builtins import len
 import hashlib,io,os,sys
 def say(T):
  sys.stdout.write("\\x1e"+T+"\\n")
 write=sys.stdout.buffer.write
 try:
  for p in P:
   M=os.stat(p)
   if M[0]&0x4000:
    raise OSError(21)
   say("f%d"%M[6])
  for p in P:
   h=hashlib.sha256()
   with io.open(p,"rb")as f:
    while 1:
     d=f.read(2048)
     if not d:
      break
     h.update(d)
     d=d.replace(b"\\x1b",b"\\x1be").replace(b"\\x04",b"\\x1bt")
     say("d%d"%len(d))
     write(d)
   say("h"+hexlify(h.digest()).decode())
 except OSError as e:
  say("!%d"%e.args[0])
`;

export const settleAgent = `def _bramble(B):
 import io,json,os,sys
 def say(value):
  sys.stdout.write("\\x1e"+json.dumps(value)+"\\n")
 def k(p):
  try:
   return os.stat(p)[0]&0x4000
  except OSError as e:
   if e.args[0]!=2:
    raise
 def remove(p):
  if k(p):
   for N in os.listdir(p):
    remove(p+"/"+N)
   os.rmdir(p)
  else:
   os.remove(p)
 def w(y,p,u):
  v=k(p)
  if y=="x":
   if v is not None and(v>0)==u:
    remove(p)
  elif y=="d":
   if v is None:
    os.mkdir(p)
  elif k(T+str(u))is not None:
   try:
    os.rename(T+str(u),p)
   except OSError as e:
    if e.args[0]!=17:
     raise
    os.remove(p)
    os.rename(T+str(u),p)
 T=B+"/.bramble-sync."
 n=0
 r="b"
 try:
  with io.open(T+"journal")as J:
   r="c"
   for i in J:
    n+=1
    y,p,u=json.loads(i)
    try:
     w(y,p,u)
    except OSError as e:
     say(["f",p,e.args[0]])
     if e.args[0]==28:
      return
  os.remove(T+"journal")
 except OSError as e:
  if e.args[0]!=2:
   raise
 for N in os.listdir(B or "/"):
  if N.startswith(".bramble-"):
   os.remove(B+"/"+N)
   if r=="b":
    n+=1
 if n:
  globals()["_bramble_left"]=[r,n]
  say([r,n])
`;
