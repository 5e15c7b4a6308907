// Made from app/micropython/agent/mount.py by main/build/agent-source.ts; a test keeps the two equal.

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
