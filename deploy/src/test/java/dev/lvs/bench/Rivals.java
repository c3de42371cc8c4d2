package dev.lvs.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The programs that the agent is compared with, each a process of its own. */
final class Rivals {
  private final Path folder;
  private final BenchTable table;
  private final Path rules;

  /**
   * @param folder where {@code deploy/bench/run} put those that it built
   */
  Rivals(Path folder, BenchTable table) throws IOException {
    this.folder = folder;
    this.table = table;
    this.rules = Scratch.file("rules", table.rules());
  }

  /** Returns what a program can reach: batches of 32 KiB, and a dump that is only counted. */
  Program batches() {
    return new Program("C, 32 KiB batches", false, c("batch"), c("read"));
  }

  /** The same, but each message waits for its answer. */
  Program oneMessageACall() {
    return new Program("C, one message a call", true, c("one"), Optional.empty());
  }

  /** Nanoseconds that a call to the kernel takes now which the kernel has nothing to do for. */
  long callNanos() throws IOException, InterruptedException {
    String program = folder.resolve("ipvs-bench").toString();
    return Long.parseLong(Invocation.of(program, "price").run().words().getFirst());
  }

  /** Returns what kube-proxy and kube-router use. */
  Program moby() {
    return new Program("Go, moby/ipvs", true, own("moby-bench", "load"), own("moby-bench", "read"));
  }

  /** As a person runs it: the whole process. */
  Program ipvsadm() {
    return new Program(
        "ipvsadm -R, -Ln",
        true,
        whole(Invocation.of("ipvsadm", "-R").reading(rules), _ -> table.size().objects()),
        whole(Invocation.of("ipvsadm", "-Ln"), printed -> printed.lines().count() - 3));
  }

  /** The file that ipvsadm -R reads. */
  Path rules() {
    return rules;
  }

  private BenchStep c(String act) {
    return own("ipvs-bench", act);
  }

  /** Of a program of the bench, which prints the microseconds and how many objects there were. */
  private BenchStep own(String program, String act) {
    List<String> command = new ArrayList<>(List.of(folder.resolve(program).toString(), act));
    command.addAll(table.size().words());
    return new ProcessStep(
        Invocation.of(command.toArray(String[]::new)),
        output -> Long.parseLong(output.words().get(0)),
        output -> Long.parseLong(output.words().get(1)),
        table.size().objects());
  }

  private BenchStep whole(Invocation invocation, ToLongFunction<String> objects) {
    return new ProcessStep(
        invocation,
        Invocation.Output::micros,
        output -> objects.applyAsLong(output.printed()),
        table.size().objects());
  }
}
