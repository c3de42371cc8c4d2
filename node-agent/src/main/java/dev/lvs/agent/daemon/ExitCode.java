package dev.lvs.agent.daemon;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/**
 * Exit codes of the program, with the numbers of sysexits.h where they fit. {@code lvs diff} ends
 * with 0, 1 or 2, as diff(1).
 */
public enum ExitCode {
  OK(0, "run", "All is well; also after SIGTERM."),
  DONE(
      0,
      "list save restore import export zero clear drain undrain holders completion man help",
      "Done."),
  SAME(0, "diff", "The kernel is as the plan says."),
  CHANGES(1, "diff", "The kernel differs from the plan."),
  TROUBLE(2, "diff", "It cannot be told, or a manifest is wrong: see the message."),
  WELL(0, "status", "All is as the plan says, and the agent sees to it."),
  NOT_WELL(1, "status", "Something is not as the plan says, or a manifest is wrong."),
  UNKNOWN(2, "status", "An agent is at work, and how it is is not known, or not any more."),
  HEALTH_UNKNOWN(2, "list", "--health: it is not known; the table is printed all the same."),
  HOLDERS_UNKNOWN(2, "holders", "An agent is at work, and who has the VIPs is not known."),
  NO_AGENT(3, "status holders", "No agent is at work in this network namespace."),
  USAGE(
      64,
      "run status list save restore import export zero clear drain undrain completion man help",
      "The command line is wrong."),
  BAD_PLAN(65, "run", "--once: a manifest or the plan is wrong; whatever is right is in force."),
  NO_PLAN(66, "run", "--once: there is no plan, or no such directory."),
  BAD_FILE(65, "restore", "A line cannot be carried out; nothing was changed."),
  NO_FILE(66, "restore import", "The file cannot be read."),
  KEPT(
      3,
      "drain undrain",
      "The order is kept, and nobody carries it out now: there is no agent, or no such real"
          + " server."),
  NO_ORDER(66, "undrain", "There is no such order."),
  NO_SERVICE(66, "list zero", "There is no such virtual service."),
  NO_IPVS(69, "run list save restore export zero clear drain", "The kernel has no IPVS."),
  BUG(
      70,
      "run status list save restore import export zero clear drain undrain completion man help",
      "A defect of this program."),
  KERNEL(
      71,
      "run status list save restore export zero clear drain",
      "The way to the kernel is broken."),
  STATE(73, "run clear drain undrain list", "The state directory cannot be used."),
  CANNOT_WRITE(
      73, "import export", "--output: the directory cannot be written, or has such files."),
  INCOMPLETE(75, "run", "--once, --cleanup: something could not be done; the rest is."),
  REFUSED(75, "restore zero clear", "The kernel refused something; the rest is done."),
  LOSSY(75, "save", "Something has no words in ipvsadm and is left out; the rest is written."),
  PARTIAL(
      75, "import export", "The manifests balance otherwise than the source; see the messages."),
  NO_PRIVILEGE(77, "run list save restore export zero clear drain", "CAP_NET_ADMIN is missing."),
  CONFIG(78, "run", "--kubeconfig, --health-port or --proc-sys cannot be used.");

  private final int number;
  private final String commands;
  private final String meaning;

  ExitCode(int number, String commands, String meaning) {
    this.number = number;
    this.commands = commands;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  /** Returns whether a command may end so. */
  boolean isOf(String command) {
    return Arrays.asList(commands.split(" ", -1)).contains(command);
  }

  /** Lets the help of a command list how it may end. */
  static void listIn(CommandLine command) {
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : values()) {
      if (code.isOf(command.getCommandName())) {
        codes.put(Integer.toString(code.number), code.meaning);
      }
    }
    command.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
    command.getCommandSpec().usageMessage().exitCodeList(codes);
  }
}
