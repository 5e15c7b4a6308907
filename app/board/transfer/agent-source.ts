// Made from app/micropython/agent/*.py by main/build/agent-source.ts; a test keeps the two equal.

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

export const downloadAgent = `def _bramble(P):
 from binascii import hexlify
 from builtins import int,len
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
     d=f.read(4096)
     if not d:
      break
     h.update(d)
     E="1".join(["0"*m.count(b"\\x1b")for m in d.split(b"\\x04")])
     say("d%d,%x"%(len(d),int("1"+E,2)))
     write(d.replace(b"\\x04",b"\\x1b"))
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

export const mountAgent = `def _bramble():
 from builtins import bytes,len,max,min,range
 import gc,io,json,os,sys
 read=sys.stdin.buffer.read
 write=sys.stdout.buffer.write
 def say(head,body=b""):
  head=json.dumps(head).encode()
  write(("\\x18BR%04x"%(len(head)+1+len(body))).encode()+head+b"\\n"+body)
 def answer():
  early=b""
  while 1:
   d=read(1)
   if d==b"\\x18":
    break
   early+=d
  k,m,a,b,c=read(5)
  d=read((a-32)*4096+(b-32)*64+c-32)
  if m:
   m=m*8+1
   d=b"".join([d[g+1:g+m].replace(d[g:g+1],b"\\x03")for g in range(0,len(d),m)])
  if early:
   say(["y"],early)
  z=d.find(b"\\n")
  return json.loads(d[:z]),d[z+1:]
 def ask(*head,body=b""):
  try:
   say(head,body)
   head,d=answer()
  except KeyboardInterrupt:
   say(["!"])
   tail=b""
   while tail!=b"\\x18!bramble!\\x18":
    tail=(tail+read(1))[-11:]
   raise
  if not isinstance(head,list):
   raise OSError(head)
  return head,d
 def O():
  gc.collect()
  return max(256,min(16384,gc.mem_free()//6))
 class File(io.IOBase):
  def __init__(self,p,M):
   self.text="b" not in M
   head,self.held=ask("open",p,M,O())
   self.number,self.left=head
   self.left-=len(self.held)
   self.at=0
   self.written=M[0]!="r" or "+" in M
   self.open=True
  def __enter__(self):
   return self
  def __exit__(self,a,b,c):
   self.close()
  def __iter__(self):
   return self
  def __next__(self):
   i=self.readline()
   if not i:
    raise StopIteration
   return i
  def fill(self):
   if self.left>0 or self.written:
    head,d=ask("read",self.number,O())
    self.left-=len(d)
    self.held=self.held[self.at:]+d if self.at<len(self.held)else d
    self.at=0
    return d
  def take(self,n):
   d=self.held[self.at:self.at+n]
   self.at+=len(d)
   return d
  def readinto(self,buffer):
   o=0
   while o<len(buffer)and(self.at<len(self.held)or self.fill()):
    n=min(len(buffer)-o,len(self.held)-self.at)
    memoryview(buffer)[o:o+n]=memoryview(self.held)[self.at:self.at+n]
    self.at+=n
    o+=n
   return o
  def read(self,n=-1):
   if n is None or n<0:
    while self.fill():
     pass
    n=len(self.held)-self.at
   while len(self.held)-self.at<n and self.fill():
    pass
   if self.text:
    while 1:
     if len(self.held)-self.at<=n and not self.fill():
      break
     if self.held[self.at+n]&0xC0!=0x80:
      break
     n+=1
   d=self.take(n)
   return d.decode()if self.text else d
  def readline(self,l=-1):
   while 1:
    z=self.held.find(b"\\n",self.at)+1
    if z or not self.fill():
     break
   d=self.take((z or len(self.held))-self.at)
   return d.decode()if self.text else d
  def readlines(self):
   return list(self)
  def write(self,d):
   if self.text and isinstance(d,str):
    d=d.encode()
   d=memoryview(d)
   if self.at<len(self.held):
    self.seek(0,1)
   for g in range(0,len(d),4096):
    ask("write",self.number,body=bytes(d[g:g+4096]))
   return len(d)
  def seek(self,offset,whence=0):
   if whence==1:
    offset-=len(self.held)-self.at
   self.held=b""
   self.at=0
   head,d=ask("seek",self.number,offset,whence)
   position,self.left=head
   return position
  def tell(self):
   return self.seek(0,1)
  def flush(self):
   pass
  def ioctl(self,request,argument):
   if request==4:
    self.close()
    return 0
   return 255 if request==11 else-1
  def close(self):
   if self.open:
    self.open=False
    if self.written:
     ask("close",self.number)
    else:
     say(["close",self.number])
 class Remote:
  def __init__(self):
   self.folder="/"
   self.hint=None
  def full(self,p):
   self.hint=None
   return p if p[:1]=="/" else self.folder+p
  def mount(self,readonly,mkfs):
   pass
  def umount(self):
   pass
  def getcwd(self):
   return self.folder[:-1]
  def chdir(self,p):
   p=self.full(p)
   if p!="/":
    head,d=ask("chdir",p)
    p=head[0]+"/"
   self.folder=p
  def stat(self,p):
   hint=self.hint
   p=self.full(p)
   if hint and hint[0]==p:
    M,s,time=hint[1:]
   else:
    head,d=ask("stat",p)
    if not head[0]:
     self.hint=head[1]
     raise OSError(2)
    M,s,time=head
   return(M,0,0,0,0,0,s,time,time,time)
  def statvfs(self,p):
   return(4096,4096,0,0,0,0,0,0,0,255)
  def ilistdir(self,p):
   head,d=ask("list",self.full(p))
   for N,M,s in head:
    yield(N,M,0,s)
  def open(self,p,M):
   return File(self.full(p),M)
  def mkdir(self,p):
   ask("mkdir",self.full(p))
  def remove(self,p):
   ask("remove",self.full(p))
  def rmdir(self,p):
   ask("rmdir",self.full(p))
  def rename(self,p,other):
   ask("rename",self.full(p),self.full(other))
 os.mount(Remote(),"/remote")
 os.chdir("/remote")
`;
