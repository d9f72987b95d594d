"""``completion``: a script that teaches bash, zsh or fish the commands, made from the table of arguments.

For the words of a query the scripts ask ``tsuzuki completion words``, which knows the library's tags.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli.arguments import COMMANDS, GLOBAL, QUERY, Command, Option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.cli.run import Call

SHELLS = ("bash", "zsh", "fish")

_WORDS = "tsuzuki completion words 2>/dev/null"


def completion(call: Call) -> int:
    """Serve ``tsuzuki completion SHELL``, or ``words``: what a query may hold, the library's tags first."""
    if call.arguments.shell == "words":
        from reader.library import lists  # noqa: PLC0415 - a script needs no library
        from reader.queries import WORDS  # noqa: PLC0415 - as above

        tags = [f'"tag:{tag}"' if " " in tag else f"tag:{tag}" for tag in lists.tags(call.library())]
        call.output.data("\n".join([*tags, *WORDS]))
    else:
        call.output.raw(script(call.arguments.shell))
    return 0


def script(shell: str) -> str:
    """The script for one of :data:`SHELLS`; the shell's own rc file is to source it."""
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell]()


def _flags(options: Iterable[Option]) -> list[str]:
    return [name for option in options for name in option.names if name.startswith("-")]


def _choices(command: Command) -> list[str]:
    return [str(choice) for option in command.options for choice in option.more.get("choices", ())]


def _bash_case(command: Command) -> str:
    words = " ".join(_flags(command.options) + _choices(command))
    asked = f" $({_WORDS} | grep -v ' ')" if QUERY in command.options else ""
    return f'    {command.name}) words="{words}{asked}" ;;'


def _bash() -> str:
    cases = "\n".join(map(_bash_case, COMMANDS))
    return f"""_tsuzuki() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" command="" word words
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case " {" ".join(one.name for one in COMMANDS)} " in *" $word "*) command="$word"; break ;; esac
  done
  case "$command" in
    "") words="{" ".join([*(one.name for one in COMMANDS), *_flags(GLOBAL), "--version", "--help"])}" ;;
{cases}
  esac
  local typed="${{COMP_LINE:-$current}}"; typed="${{typed##* }}"
  case "$typed" in
    *:*) COMPREPLY=($(compgen -W "$words" -- "$typed"))
      [[ "${{COMP_WORDBREAKS:-:}}" == *:* ]] && COMPREPLY=("${{COMPREPLY[@]#"${{typed%:*}}:"}}") ;;
    *) COMPREPLY=($(compgen -W "$words --help" -- "$current")) ;;
  esac
}}
complete -o default -F _tsuzuki tsuzuki
"""


def _zsh() -> str:
    return f"autoload -U +X bashcompinit && bashcompinit\n{_bash()}"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _fish() -> str:
    lines = ["complete -c tsuzuki -f"]
    top = "complete -c tsuzuki -n __fish_use_subcommand"
    lines += [f"{top} {_fish_names(option)} -d {_quoted(option.help)}" for option in GLOBAL]
    for command in COMMANDS:
        lines.append(f"{top} -a {command.name} -d {_quoted(command.help)}")
        seen = f"-n '__fish_seen_subcommand_from {command.name}'"
        lines += [
            f"complete -c tsuzuki {seen} {_fish_names(option)} -d {_quoted(option.help)}"
            for option in command.options
            if option.names[0].startswith("-")
        ]
        choices = _choices(command)
        if QUERY in command.options:
            lines.append(f"complete -c tsuzuki {seen} -a '({_WORDS})'")
        if choices:
            lines.append(f"complete -c tsuzuki {seen} -a {_quoted(' '.join(choices))}")
    return "\n".join(lines) + "\n"


def _fish_names(option: Option) -> str:
    flags = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
    takes_file = " -rF" if option.more.get("metavar") in {"FILE", "DIR"} else ""
    return flags + takes_file
