package dev.lvs.agent.cli;

/**
 * How the program ends, by the numbers of sysexits.h where they fit. {@code lvs diff} has 0, 1 and
 * 2 only, as diff(1).
 */
enum ExitCode {
  OK(0, "All is well; after SIGTERM too."),
  CHANGES(1, "diff: the kernel differs from the plan."),
  TROUBLE(2, "diff: it cannot be told, see the message."),
  USAGE(64, "The command line is wrong."),
  BAD_MANIFEST(65, "run --once: a manifest is wrong; the rest is in force."),
  NO_PLAN(66, "run --once: there is no plan, or no such directory."),
  NO_IPVS(69, "The kernel has no IPVS: modprobe ip_vs."),
  BUG(70, "A defect of this program."),
  KERNEL(71, "The way to the kernel is broken."),
  STATE(73, "The state directory cannot be used."),
  REFUSED(75, "run --once, run --cleanup: the kernel refused a change; the rest is made."),
  NO_PRIVILEGE(77, "CAP_NET_ADMIN is missing."),
  CONFIG(78, "The kubeconfig cannot be used.");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }
}
