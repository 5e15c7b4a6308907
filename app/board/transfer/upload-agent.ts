// Made from app/micropython/agent/upload.py by main/build/agent-source.ts; a test keeps the two equal.

export const uploadAgent = `def _bramble(F):
 from builtins import len,min,range
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
   k,m=read(2)
   s=u()
   if k==101:
    raise EOFError
   if k==122:
    j=u()
   d=read(s)
   say("+")
   if m:
    m=m*8+1
    d=b"".join([d[g+1:g+m].replace(d[g:g+1],b"\\x03")for g in range(0,len(d),m)])
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
 def U(f,t,o):
  if not o:
   f.close()
   try:
    os.remove(t)
   except OSError:
    pass
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
   try:
    micropython.kbd_intr(-1)
    U(f,t,o)
   except KeyboardInterrupt:
    U(f,t,o)
    micropython.kbd_intr(3)
    raise
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
  k=read(2)[0]
  s=u()
  if k==101:
   return
  if k==122:
   u()
  while s>0:
   s-=len(read(min(s,256)))
`;
