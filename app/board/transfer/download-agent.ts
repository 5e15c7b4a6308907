// Made from app/micropython/agent/download.py by main/build/agent-source.ts; a test keeps the two equal.

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
