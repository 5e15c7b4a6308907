// Made from app/micropython/agent/settle.py by main/build/agent-source.ts; a test keeps the two equal.

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
