"""Runs a command in this container or over ssh, with a limit on its time and its output."""

import asyncio
import os
import shlex
import signal
from collections.abc import Sequence
from dataclasses import dataclass

COMMAND_SECONDS = 10
CONNECT_SECONDS = 3
OUTPUT_CHARACTERS = 16_000
SSH_FAILED = 255
"""Exit code of ssh when it is ssh that failed, not the command."""

SSH_OPTIONS = {
    "ConnectTimeout": str(CONNECT_SECONDS),
    "StrictHostKeyChecking": "accept-new",
    "UserKnownHostsFile": "/tmp/opsconductor_known_hosts",
    "NumberOfPasswordPrompts": "1",
    "LogLevel": "ERROR",
}


@dataclass(frozen=True)
class Target:
    """Where to run. `connection` is "local" or "ssh"; all the rest matters to ssh alone."""

    connection: str
    address: str
    port: int
    username: str
    password: str | None


@dataclass(frozen=True)
class Outcome:
    """`exit_code` is None when the command did not run to its end; `problem` is empty when it ended with 0."""

    exit_code: int | None
    output: str
    problem: str


async def execute(command: Sequence[str], target: Target) -> Outcome:
    """Run `command` on `target`. Whatever goes wrong is an Outcome, not an exception."""
    if target.connection == "local":
        return await _run(command, {})
    batch = "no" if target.password else "yes"
    options = [f"-o{name}={value}" for name, value in (SSH_OPTIONS | {"BatchMode": batch}).items()]
    host = f"{target.username}@{target.address}"
    ssh = ["ssh", "-F", "none", "-T", "-p", str(target.port), *options, host, shlex.join(command)]
    if target.password:
        outcome = await _run(["sshpass", "-e", *ssh], {"SSHPASS": target.password})
    else:
        outcome = await _run(ssh, {})
    if outcome.exit_code == SSH_FAILED:
        return Outcome(None, outcome.output, f"ssh failed: {outcome.output.strip() or 'no reason given'}")
    return outcome


async def _run(words: Sequence[str], secrets: dict[str, str]) -> Outcome:
    """Run `words` with an environment of PATH, LC_ALL and `secrets`, so that none of the service's own leaks."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"} | secrets
    try:
        process = await asyncio.create_subprocess_exec(
            *words,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        return Outcome(None, "", f"{words[0]} cannot be started: {error.strerror}")
    try:
        async with asyncio.timeout(COMMAND_SECONDS):
            raw, _ = await process.communicate()
    except TimeoutError:
        return Outcome(None, "", f"no end within {COMMAND_SECONDS} s")
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    output = raw.decode(errors="replace").replace("\0", "")[:OUTPUT_CHARACTERS]
    problem = "" if process.returncode == 0 else f"exit code {process.returncode}: {output.strip()[:200]}"
    return Outcome(process.returncode, output, problem)
