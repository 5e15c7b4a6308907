/**
 * The Python that Bramble sends to a board for its files. It uses only what a Pico W's firmware holds, stays out of the way
 * of the user's names (one global, `_bramble`, gone afterwards; `print` and `open` may be the user's own), and answers in
 * records (records.ts): JSON, or `{"errno": N}`. Run on MicroPython 1.28 and 1.29.
 */
import { pythonString, pythonStrings } from './python-literal.ts';

/** The part that every snippet has: `say(value)` answers. */
const prelude = ` import io,json,os,sys
 def say(v):sys.stdout.write('\\x1e'+json.dumps(v)+'\\n')
 def fail(e):say({'errno':e.args[0] if e.args else 5})`;

/** A snippet that is done in one go. */
function once(body: string, name = '_bramble'): string {
  return `def ${name}():
${prelude}
 try:
${body.replace(/^/gm, '  ')}
 except OSError as e:fail(e)
try:${name}()
finally:del ${name}
`;
}

/** `[name, mode, size]` for each entry. */
export function listSnippet(path: string): string {
  return once(`for e in os.ilistdir(${pythonString(path)}):say([e[0],e[1],e[3] if len(e)>3 else 0])`);
}

/** `[path, mode, size]` for each path in turn, and before the next one for each entry at any depth below it. */
export function treesSnippet(paths: readonly string[]): string {
  return once(`for b in ${pythonStrings(paths)}:
 e=os.stat(b)
 say([b,e[0],e[6]])
 s=[b] if e[0]&0x4000 else []
 while s:
  d=s.pop()
  for e in os.ilistdir(d):
   p=(d if d!='/' else '')+'/'+e[0]
   say([p,e[1],e[3] if len(e)>3 else 0])
   if e[1]&0x4000:s.append(p)`);
}

/**
 * `[free bytes, bytes of a block]` of the file system that holds the folder, or of the top when it is not there, then `[path below the
 * folder, SHA-256 in hexadecimal, size]` for each file at any depth, with an empty string for a folder. What is mounted below the folder is
 * left alone: its free space is another.
 */
export function manifestSnippet(path: string): string {
  return once(`import hashlib
from binascii import hexlify
b=${pythonString(path === '/' ? '' : path)}
def space(d):
 try:return os.statvfs(d)
 except (OSError,AttributeError):return 0
r=space(b or '/')or space('/')
say([r[1]*r[4],r[1]] if r else [0,0])
m=memoryview(bytearray(1024))
s=['']
while s:
 d=s.pop()
 for e in os.ilistdir(b+d or '/'):
  p=d+'/'+e[0]
  if e[1]&0x4000:
   if not(b or d)and space(p)!=r:continue
   say([p,'',0])
   s.append(p)
   continue
  if e[0].startswith('.bramble-'):continue
  h=hashlib.sha256()
  z=0
  with io.open(b+p,'rb') as f:
   while 1:
    n=f.readinto(m)
    if not n:break
    h.update(m[:n])
    z+=n
  say([p,hexlify(h.digest()).decode(),z])`);
}

/** `[mode, size]`. */
export function statSnippet(path: string): string {
  return once(`s=os.stat(${pythonString(path)})
say([s[0],s[6]])`);
}

/** `[total, free]` in bytes, of the file system that holds the path. */
export function spaceSnippet(path: string): string {
  return once(`s=os.statvfs(${pythonString(path)})
say([s[1]*s[2],s[1]*s[4]])`);
}

/** The size, each 768 bytes in Base64 as a string, and the SHA-256 of all: `[hex]`. */
export function readSnippet(path: string): string {
  return once(`import hashlib
from binascii import b2a_base64,hexlify
p=${pythonString(path)}
if os.stat(p)[0]&0x4000:raise OSError(21)
say(os.stat(p)[6])
h=hashlib.sha256()
b=memoryview(bytearray(768))
with io.open(p,'rb') as f:
 while 1:
  n=f.readinto(b)
  if not n:break
  h.update(b[:n])
  sys.stdout.write('\\x1e"')
  sys.stdout.write(b2a_base64(b[:n])[:-1])
  sys.stdout.write('"\\n')
say([hexlify(h.digest()).decode()])`);
}

/** `[hex]` for each file in turn. */
export function sha256Snippet(paths: readonly string[]): string {
  return once(`import hashlib
from binascii import hexlify
b=memoryview(bytearray(1024))
for p in ${pythonStrings(paths)}:
 if os.stat(p)[0]&0x4000:raise OSError(21)
 h=hashlib.sha256()
 with io.open(p,'rb') as f:
  while 1:
   n=f.readinto(b)
   if not n:break
   h.update(b[:n])
 say([hexlify(h.digest()).decode()])`);
}

/** Removes what is inside first, deepest last found first. The path itself stays when it is the top. */
export function removeSnippet(path: string): string {
  return once(`p=${pythonString(path)}
if os.stat(p)[0]&0x4000:
 s=[p if p!='/' else '']
 a=[]
 while s:
  d=s.pop()
  if d:a.append(d)
  for e in os.ilistdir(d or '/'):
   c=d+'/'+e[0]
   if e[1]&0x4000:s.append(c)
   else:a.append(c)
 while a:
  c=a.pop()
  if os.stat(c)[0]&0x4000:os.rmdir(c)
  else:os.remove(c)
else:os.remove(p)`);
}

export function makeFolderSnippet(path: string): string {
  return once(`os.mkdir(${pythonString(path)})`);
}

/** As `mkdir -p`: a folder that is there is fine. */
export function makeFoldersSnippet(path: string): string {
  return once(`d=''
for n in ${pythonString(path)}[1:].split('/'):
 d+='/'+n
 try:
  if os.stat(d)[0]&0x4000:continue
  raise OSError(20)
 except OSError as e:
  if e.args[0]!=2:raise
 os.mkdir(d)`);
}

/** With `replace`, a file in the way is replaced, in one step where the file system can (littlefs), else in two (FAT). */
export function renameSnippet(from: string, to: string, replace: boolean): string {
  const blocked = replace
    ? `if os.stat(t)[0]&0x4000:raise OSError(21 if not os.stat(f)[0]&0x4000 else 17)
 if os.stat(f)[0]&0x4000:raise OSError(20)`
    : `os.stat(t)
 raise OSError(17)`;
  return once(`f=${pythonString(from)}
t=${pythonString(to)}
os.stat(f)
try:
 ${blocked}
except OSError as e:
 if e.args[0]!=2:raise
${renameLines('f', 't')}`);
}

/** FAT does not rename over a file. */
function renameLines(from: string, to: string): string {
  return `try:os.rename(${from},${to})
except OSError as e:
 if e.args[0]!=17:raise
 os.remove(${to})
 os.rename(${from},${to})`;
}

export interface WriteTarget {
  path: string;
  /** That holds it. */
  folder: string;
  temporary: string;
  needsBytes: number;
}

/**
 * Makes `_bramble`, which writes what it is given (bytes, or with a second argument their Base64) to the temporary name. Given None and a SHA-256 it
 * closes the file, reads it back, answers `[hex]`, and renames it over the target when the two agree; given False it only
 * closes. After an error, be it that there is not the room from the beginning, it answers that once and does nothing more.
 */
export function writeSnippet({ path, folder, temporary, needsBytes }: WriteTarget): string {
  return `def _bramble():
${prelude}
 import gc,hashlib
 from binascii import a2b_base64,hexlify
 p=${pythonString(path)}
 t=${pythonString(temporary)}
 f=None
 def step(d,x=None):
  nonlocal f
  if not f:return
  try:
   if d is False:
    f.close()
    f=None
    return
   if d is not None:
    f.write(a2b_base64(d) if x else d)
    return
   f.close()
   h=hashlib.sha256()
   b=memoryview(bytearray(1024))
   with io.open(t,'rb') as f:
    while 1:
     n=f.readinto(b)
     if not n:break
     h.update(b[:n])
   f=None
   a=hexlify(h.digest()).decode()
   if a==x:
${renameLines('t', 'p').replace(/^/gm, '    ')}
   say([a])
  except OSError as e:
   o=f
   f=None
   fail(e)
   try:o and o.close()
   except OSError:pass
 try:
  s=os.statvfs(${pythonString(folder)})
  if s[1]*s[4]<${needsBytes}:raise OSError(28)
  gc.collect()
  try:
   if os.stat(p)[0]&0x4000:raise OSError(21)
  except OSError as e:
   if e.args[0]!=2:raise
  f=io.open(t,'wb')
 except OSError as e:fail(e)
 return step
_bramble=_bramble()
`;
}

/**
 * After a write that failed: closes and removes the temporary file, and takes `_bramble` away. `[total, free]`. A file object that was
 * left open would be closed by the garbage collector, and what it held committed, at any later time.
 */
export function abandonWriteSnippet(folder: string, temporary: string): string {
  return once(
    `import gc
globals().pop('_bramble_left',0)
step=globals().pop('_bramble',None)
if step:step(False)
gc.collect()
try:os.remove(${pythonString(temporary)})
except OSError as e:
 if e.args[0]!=2:raise
s=os.statvfs(${pythonString(folder)})
say([s[1]*s[2],s[1]*s[4]])`,
    '_bramble_end',
  );
}

/** Whether a folder is on the file system of the top folder; true as well when it is not there. */
export function sameSpaceSnippet(path: string): string {
  return once(`try:r=os.statvfs(${pythonString(path)})
except OSError as e:
 if e.args[0]!=2:raise
 r=0
say(not r or r==os.statvfs('/'))`);
}

/**
 * What an earlier connection left: one record `{"left":[…]}` of what the agents noted in memory (0 for nothing) and the paths that are
 * Bramble's own, at the top and in the folders of other file systems there, such as /sd (their entries have no size). Without the prelude,
 * for every session begins with it.
 */
export const leftoversSource = `def _bramble(i):
 l=i('os').ilistdir
 f=[globals().pop('_bramble_left',0)]
 for d in['']+['/'+e[0]for e in l('/')if len(e)<4]:
  try:f+=[d+'/'+e[0]for e in l(d or'/')if e[0][:9]=='.bramble-']
  except OSError:0
 i('sys').stdout.write('\\x1e'+i('json').dumps({'left':f})+'\\n')
try:_bramble(__import__)
finally:del _bramble
`;

/** Takes `_bramble` away after a write that was whole. */
export const endWriteSnippet = 'del _bramble\n';
