"""An executor for Mission Control in plain Python 3.9+, without any package: it counts the words of what it is given.

    MISSION_CONTROL_URL=http://127.0.0.1:4300 MISSION_CONTROL_TOKEN=<key of kind EXECUTOR> python3 executor.py

It shows the whole protocol: claim, keep the lease, stop when asked to, ask before a tool is used, upload, hand in.
"""
import collections
import json
import os
import re
import signal
import threading
import time
import urllib.error
import urllib.request

URL = os.environ["MISSION_CONTROL_URL"].rstrip("/") + "/api/v1"
KEY = os.environ["MISSION_CONTROL_TOKEN"]
TYPE = os.environ.get("EXECUTOR_TYPE", "OPENCLAW_AGENT")

shutdown = threading.Event()


class Refused(Exception):
    """The server has understood, and will say the same again."""

    def __init__(self, status, problem):
        super().__init__(f"{status}: {problem.get('detail') or problem.get('title')}")
        self.status = status


class Stopped(Exception):
    """There is no reason to go on with this execution."""


def call(token, path, body=None, content_type="application/json", method="POST", key=None):
    """Makes a call, again while the server is away; every call can safely be repeated. Answers None for 204."""
    data = json.dumps(body).encode() if content_type == "application/json" and method == "POST" else body
    headers = {"Authorization": f"Bearer {token}", "Content-Type": content_type}
    if key:
        headers["Idempotency-Key"] = key
    pause = 0.5
    while True:
        request = urllib.request.Request(URL + path, data=data, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                text = response.read()
                return json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            if error.code < 500 and error.code != 429:
                raise Refused(error.code, json.loads(error.read() or b"{}")) from None
            pause = float(error.headers.get("Retry-After") or pause)
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            pass
        time.sleep(pause)
        pause = min(pause * 2, 30)


class Lease:
    """One claimed execution. Heartbeats in the background, and knows when to stop."""

    def __init__(self, execution):
        self.path = f"/executions/{execution['id']}"
        self.token = execution["token"]
        self.brief = execution["brief"]
        self.canceled = threading.Event()
        self.lost = threading.Event()
        self._over = threading.Event()
        self._every = execution["heartbeatTimeoutSeconds"] / 3
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()

    def call(self, name, body=None, **options):
        return call(self.token, f"{self.path}/{name}", body, **options)

    def report(self, percent, message, log=""):
        """Shows people how far it is. Raises Stopped when there is no use in going on."""
        self._beat({"progress": {"percent": percent, "message": message}, **({"log": log} if log else {})})
        if self.canceled.is_set() or self.lost.is_set() or shutdown.is_set():
            raise Stopped

    def may(self, tool, arguments, summary, key):
        """Asks the policy, and waits for people where it wants them, minutes or days."""
        call_of_tool = {"tool": tool, "arguments": arguments, "summary": summary}
        answer = self.call("tool-calls", call_of_tool, key=key)
        if answer["decision"] != "NEEDS_APPROVAL":
            return answer["decision"] == "ALLOW"
        while True:
            decided = self.call(f"tool-calls/{answer['approvalId']}?waitSeconds=20", method="GET")
            if decided["decision"] != "PENDING":
                return decided["decision"] == "ALLOW"
            self.report(50, f"Waiting for {answer['approvalId']}")

    def _keep(self):
        while not self._over.wait(self._every):
            self._beat({})

    def _beat(self, body):
        try:
            if self.call("heartbeat", body)["cancelRequested"]:
                self.canceled.set()
        except Refused:
            # Somebody else has the work by now, or nobody: stop, and report nothing.
            self.lost.set()


def work(lease):
    """The part that is yours. Answers what is handed in."""
    brief = lease.brief
    words = re.findall(r"\w+", f"{brief['title']} {brief['description']}".lower())
    lease.report(20, "Counting", log=f"{len(words)} words\n")
    table = "".join(f"{word},{count}\n" for word, count in collections.Counter(words).most_common())
    if not lease.may("write_file", {"path": "words.csv"}, "Write the table of words", key="write-words"):
        raise RuntimeError("the table may not be written")
    name, content = "artifacts?name=words.csv", f"word,count\n{table}".encode()
    table_file = lease.call(name, content, content_type="text/csv")
    lease.report(90, "Handing in")
    return {
        "summary": f"{len(words)} words, {len(set(words))} different ones",
        "artifacts": [table_file["id"]],
        "usage": {"inputTokens": 0, "outputTokens": 0, "costMicros": 0, "costSource": "ESTIMATED"},
    }


def execute(execution):
    print(f"{execution['id']}: attempt {execution['attempt']}", flush=True)
    with Lease(execution) as lease:
        try:
            lease.call("complete", work(lease))
        except Stopped:
            if lease.canceled.is_set():
                lease.call("canceled", {})
            elif not lease.lost.is_set():
                lease.call("release", {})
        except Refused as refused:
            # The lease is over, or what was handed in is wrong; nothing more can be said with this token but that.
            print(f"{execution['id']}: {refused}", flush=True)
            if refused.status in (400, 422):
                lease.call("fail", {"error": str(refused), "retryable": False})
        except Exception as error:  # whatever went wrong in the work: the next attempt may have more luck
            lease.call("fail", {"error": str(error) or type(error).__name__, "retryable": True})


def main():
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: shutdown.set())
    claim = {"types": [TYPE], "executor": {"name": "python-example"}, "waitSeconds": 5}
    while not shutdown.is_set():
        claimed = call(KEY, "/executions/claim", claim)
        if claimed:
            execute(claimed["execution"])


main()
