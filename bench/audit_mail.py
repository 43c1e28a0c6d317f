"""Patches in public-inbox v2 archives, read raw: each commit holds one mail as the blob `m`."""
import calendar
import email
import email.header
import email.utils
import gzip
import hashlib
import json
import os
import re
import subprocess
import threading
from multiprocessing import Pool

# A list's tag may stand before it: `[Linaro-mm-sig] Re: `.
REPLY = re.compile(r'^\s*(\[(?![^\]]*(?:patch|rfc))[^\]]*\]\s*)*'
                   r'(re|fwd?|aw|sv|antw|vs|tr|wg|回复|答复|转发)\s*(\[\d+\]|\(\d+\))?\s*[:：]', re.I)
ENCODED = re.compile(rb'^content-transfer-encoding:\s*"?(base64|quoted-printable)', re.I | re.M)
HAS_DIFF = re.compile(rb'^(diff --git |\+\+\+ )', re.M)
GIT_DIFF = re.compile(rb'^diff --git "?(\S+?)"? "?(\S+?)"?\s*$', re.M)
PLAIN_DIFF = re.compile(rb'^--- "?([^\s"]+)[^\n]*\n\+\+\+ "?([^\s"]+)', re.M)
# How a merge was resolved, in pull requests and linux-next's mails: no patch.
MERGE_DIFF = re.compile(rb'^diff --(?:cc|combined) .*?(?=^diff --git |\Z)', re.M | re.S)
RENAME = re.compile(rb'^rename (?:from|to) "?([^\s"]+)', re.M)
IN_BODY_FROM = re.compile(rb'\s*From:[ \t]+([^\n]*(?:\n[ \t]+[^\n]*)*)')
PREFIX = re.compile(r'^\s*(\[[^\]]*\]\s*)+')
# Paths that begin so need nothing taken off; files came to drivers/ and sound/ from the other folders.
TOP = ('drivers/', 'sound/', 'arch/', 'include/', 'lib/', 'mm/', 'kernel/', 'net/')
# Rows of an older form of this file are read anew.
FORM = b'5'


def title_of(subject):
    """What revisions have in common: no bracketed prefixes, white space collapsed, lower case."""
    return re.sub(r'\s+', ' ', PREFIX.sub('', subject)).strip().lower()


def path_of(text):
    """A path of a diff from the root of the tree: `a/`, `b/` or one leading folder (linux-5.10/) taken off."""
    if text == '/dev/null':
        return None
    if text.startswith(TOP):
        return text
    return text.partition('/')[2] or None


def touched_files(body):
    body = MERGE_DIFF.sub(b'', body)
    names = [name for pair in GIT_DIFF.findall(body) for name in pair]
    names += [name for pair in PLAIN_DIFF.findall(body) for name in pair]
    paths = {path_of(name.decode('utf-8', 'replace')) for name in names}
    paths |= {name.decode('utf-8', 'replace') for name in RENAME.findall(body)}
    return sorted(path for path in paths if path)


def header(head, name):
    """One header's value, unfolded and RFC 2047 decoded."""
    found = re.search(rb'^' + name + rb':[ \t]*((?:[^\n]|\n[ \t])*)', head, re.I | re.M)
    if found is None:
        return ''
    raw = re.sub(rb'\n[ \t]+', b' ', found[1]).decode('utf-8', 'replace').strip()
    if '=?' not in raw:
        return raw
    try:
        return str(email.header.make_header(email.header.decode_header(raw)))
    except (LookupError, ValueError, email.errors.HeaderParseError):
        return raw


def body_of(raw, text):
    """The mail's text after transfer decoding, all its text parts one after another."""
    if ENCODED.search(raw) is None:
        return text
    parts = []
    for part in email.message_from_bytes(raw).walk():
        if not part.is_multipart() and part.get_content_type() != 'text/html':
            payload = part.get_payload(decode=True)
            parts.append(payload if isinstance(payload, bytes) else b'')
    return b'\n'.join(parts).replace(b'\r\n', b'\n')


def wrapped_mail(raw, subject):
    """The mail that Mailman put whole into one of its own, under the same subject, for its sender's DMARC policy."""
    for part in email.message_from_bytes(raw).walk():
        if part.get_content_type() == 'message/rfc822' and part.is_multipart():
            inner = part.get_payload(0).as_bytes()
            if title_of(header(inner.partition(b'\n\n')[0], b'subject')) == title_of(subject):
                return inner
    return None


def author_of(head, body):
    """Who wrote the patch, as git am takes it: a `From:` that opens the body, else the header's.

    Mailman writes its own address into From where a sender's DMARC policy asks for it; the sender is in Reply-To then.
    """
    first = IN_BODY_FROM.match(body)
    address = email.utils.parseaddr(first[1].decode('utf-8', 'replace'))[1] if first else ''
    if '@' not in address:
        address = email.utils.parseaddr(header(head, b'from'))[1]
        if address and f'mailto:{address}>'.lower() in header(head, b'list-post').lower():
            address = email.utils.parseaddr(header(head, b'reply-to'))[1] or address
    return address.lower()


def row_of(raw, author_date):
    """(message id, seconds, address, subject, files), or None for a mail without a diff."""
    if HAS_DIFF.search(raw) is None and ENCODED.search(raw) is None:
        return None
    raw = raw.replace(b'\r\n', b'\n')
    head, _, text = raw.partition(b'\n\n')
    if b'message/rfc822' in raw:
        wrapped = wrapped_mail(raw, header(head, b'subject'))
        if wrapped is not None:
            return row_of(wrapped, author_date)
    body = body_of(raw, text)
    files = touched_files(body)
    if not files:
        return None
    subject = header(head, b'subject')
    message_id = re.sub(r'^<|>$', '', header(head, b'message-id').split(' ')[0])
    if message_id == '':
        return None
    address = author_of(head, body)
    parsed = email.utils.parsedate_tz(header(head, b'date'))
    try:
        seconds = calendar.timegm(parsed[:6] + (0, 0, 0)) - (parsed[9] or 0)
    except (TypeError, ValueError, OverflowError):
        seconds = author_date
    return [message_id, seconds, address, subject, files]


def read_archive(job):
    """Rows of one archive, of mails whose commit's author date is not before `since`; kept on disk."""
    path, since, cache = job
    head = subprocess.run(['git', '-C', path, 'rev-parse', 'HEAD'], stdout=subprocess.PIPE, check=True).stdout
    key = hashlib.sha256(b'%s %s %d' % (FORM, head.strip(), since)).hexdigest()[:16]
    stored = os.path.join(cache, f'{os.path.basename(path)}-{key}.ndjson.gz') if cache else None
    if stored and os.path.exists(stored):
        with gzip.open(stored, 'rt', encoding='utf-8') as file:
            return path, [json.loads(line) for line in file]
    rows = list(read_mails(path, since))
    if stored:
        with gzip.open(stored + '.part', 'wt', encoding='utf-8', compresslevel=4) as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False) + '\n')
        os.replace(stored + '.part', stored)
    return path, rows


def read_mails(path, since):
    """public-inbox writes a mail's subject and date into its commit: replies and old mails need not be unpacked."""
    log = subprocess.run(['git', '-C', path, 'log', '--format=%H%x00%at%x00%s', 'HEAD'],
                         stdout=subprocess.PIPE, check=True)
    wanted = []
    for line in log.stdout.decode('utf-8', 'replace').split('\n'):
        commit, _, rest = line.partition('\0')
        date, _, subject = rest.partition('\0')
        if commit and int(date) >= since and not REPLY.match(subject):
            wanted.append((commit, int(date)))
    with subprocess.Popen(['git', '-C', path, 'cat-file', '--batch'],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as git:
        def feed():
            for commit, _ in wanted:
                git.stdin.write(f'{commit}:m\n'.encode())
            git.stdin.close()
        threading.Thread(target=feed, daemon=True).start()
        for _, date in wanted:
            answer = git.stdout.readline().split()
            if len(answer) != 3 or answer[1] != b'blob':
                continue
            raw = git.stdout.read(int(answer[2]))
            git.stdout.read(1)
            row = row_of(raw, date)
            if row is not None:
                yield row


def newest_import(path):
    """Seconds of an archive's newest commit."""
    return int(subprocess.run(['git', '-C', path, 'log', '-1', '--format=%ct', 'HEAD'], stdout=subprocess.PIPE,
                              check=True).stdout)


def rows_by_archive(paths, since, wanted, cache, say):
    """archive -> rows that touch a wanted file, each with those files only; two archives at a time."""
    found = {}
    with Pool(2) as pool:
        for path, rows in pool.imap_unordered(read_archive, [(path, since, cache) for path in paths]):
            kept = []
            for message_id, seconds, address, subject, files in rows:
                touched = wanted.intersection(files)
                if touched:
                    kept.append((message_id, seconds, address, subject, touched))
            found[path] = kept
            say(f'{os.path.basename(path)}: {len(rows)} patches, {len(kept)} to the drawn drivers '
                f'({len(found)} of {len(paths)})')
    return found


def work_of(rows, own, since, until):
    """Pieces of work on `own`: (address, title) -> [(seconds, message id)], oldest first, within the window.

    rows: of all archives that count; `own`: file -> seconds of the day until which it counts, or None.
    """
    pieces, seen = {}, set()
    for message_id, seconds, address, subject, touched in rows:
        if not since <= seconds <= until or message_id in seen:
            continue
        if any(file in own and (own[file] is None or seconds <= own[file]) for file in touched):
            seen.add(message_id)
            pieces.setdefault((address, title_of(subject)), []).append((seconds, message_id))
    return {key: sorted(mails) for key, mails in pieces.items()}
