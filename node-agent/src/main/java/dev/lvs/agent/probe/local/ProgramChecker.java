package dev.lvs.agent.probe.local;

import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.probe.BegunProbe;
import dev.lvs.agent.probe.LocalChecker;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.probe.Target;
import dev.lvs.agent.syscall.ChildProcess;
import dev.lvs.agent.syscall.Poll;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks a server by a program, whose exit code says whether it works.
 *
 * @param arguments in which {@code {address}} and {@code {port}} stand for the server's
 * @param weighs whether exit codes 2 to 255 are a success that gives the weight, plus 2
 */
public record ProgramChecker(
    CheckFolder folder, String name, List<String> arguments, boolean weighs)
    implements LocalChecker {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  public ProgramChecker {
    arguments = List.copyOf(arguments);
  }

  @Override
  public BegunProbe begin(Target target, Poll poll, long token) {
    return switch (folder.findProgram(name)) {
      case CheckFolder.Found.Unusable(var reason) -> unprobed(reason);
      case CheckFolder.Found.Missing() ->
          unprobed("there is no program %s in %s; put it there".formatted(name, folder.path()));
      case CheckFolder.Found.Here(var program) -> start(target, program, poll, token);
    };
  }

  private BegunProbe start(Target target, Path program, Poll poll, long token) {
    String address = target.address().toString();
    String port = String.valueOf(target.port());
    List<String> filled =
        arguments.stream()
            .map(text -> text.replace("{address}", address).replace("{port}", port))
            .toList();
    Map<String, String> environment =
        new TreeMap<>(Map.of("PATH", PATH, "LVS_ADDRESS", address, "LVS_PORT", port));
    try {
      ChildProcess child = ChildProcess.start(program, filled, environment);
      if (child.watch(poll, token) < 0) {
        child.close();
        return unprobed("this node has no memory left to wait for " + name);
      }
      return new BegunProbe.UnderWay(new ProgramRun(child, name, target, weighs));
    } catch (TransportException e) {
      return unprobed("this node cannot " + e.getMessage());
    } catch (LinkageError e) {
      return unprobed("to run programs takes glibc 2.34 or later (" + e.getMessage() + ")");
    }
  }

  private static BegunProbe unprobed(String reason) {
    return new BegunProbe.Over(new ProbeResult.Inconclusive(reason));
  }
}
