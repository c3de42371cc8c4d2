package dev.lvs.agent.probe.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lvs.agent.probe.Advice;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.probe.Quoted;
import dev.lvs.agent.probe.RunningProbe;
import dev.lvs.agent.probe.Target;
import dev.lvs.agent.syscall.ChildProcess;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of a program, from its start to its result. */
final class ProgramRun implements RunningProbe {
  /** Bytes that it may write; what is said of it is in the first line. */
  private static final int MOST = 64 * 1024;

  private final ChildProcess child;
  private final String name;
  private final Target target;
  private final boolean weighs;

  ProgramRun(ChildProcess child, String name, Target target, boolean weighs) {
    this.child = child;
    this.name = name;
    this.target = target;
    this.weighs = weighs;
  }

  @Override
  public @Nullable ProbeResult ready() {
    if (child.read() > MOST) {
      return new ProbeResult.Failed(title() + " writes more than 64 KiB");
    }
    return child.end().map(this::judge).orElse(null);
  }

  private ProbeResult judge(ChildProcess.End end) {
    return switch (end) {
      case ChildProcess.End.Signal(var number) ->
          new ProbeResult.Failed(title() + " was ended by signal " + number + said());
      case ChildProcess.End.Exit(var code) when code == 0 && !weighs -> ProbeResult.Passed.PLAIN;
      case ChildProcess.End.Exit(var code) when code == 0 -> passed(new Advice.Load.More(0));
      case ChildProcess.End.Exit(var code) when code > 1 && weighs ->
          passed(new Advice.Load.Exactly(code - 2));
      case ChildProcess.End.Exit(var code) ->
          new ProbeResult.Failed(title() + " exited with " + code + said());
    };
  }

  private static ProbeResult passed(Advice.Load load) {
    return new ProbeResult.Passed(Optional.of(Advice.of(load)), Optional.empty());
  }

  @Override
  public ProbeResult timedOut() {
    return new ProbeResult.Failed(title() + " did not end in time" + said());
  }

  @Override
  public void close() {
    child.close();
  }

  private String title() {
    return "program %s for %s".formatted(name, target);
  }

  private String said() {
    return new String(child.output(), ISO_8859_1)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .map(line -> " (it said " + Quoted.of(line) + ")")
        .orElse("");
  }
}
