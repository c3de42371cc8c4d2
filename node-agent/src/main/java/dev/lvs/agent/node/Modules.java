package dev.lvs.agent.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells which modules the kernel has loaded, without making it load any. */
final class Modules {
  private static final String NFTABLES = "nf_tables ";

  /** A function of nf_tables_api.c that modules use: where it is told, nf_tables is there. */
  private static final String NFTABLES_FUNCTION = "nft_register_chain_type";

  private final Path proc;

  /** Whether nf_tables is part of the kernel itself, which stays as it is. */
  private @Nullable Boolean builtIn;

  /**
   * @param proc where procfs is mounted
   */
  Modules(Path proc) {
    this.proc = proc;
  }

  /** Returns whether nf_tables is there, or that cannot be found out. */
  boolean mayHaveNftables() {
    Optional<Boolean> loaded = tells("modules", line -> line.startsWith(NFTABLES));
    if (loaded.orElse(false)) {
      return true;
    }
    if (builtIn == null) {
      builtIn = tells("kallsyms", line -> line.contains(NFTABLES_FUNCTION)).orElse(true);
    }
    return builtIn;
  }

  /** Returns whether a file has such a line; empty where it cannot be read. */
  private Optional<Boolean> tells(String file, Predicate<String> line) {
    try (Stream<String> lines = Files.lines(proc.resolve(file))) {
      return Optional.of(lines.anyMatch(line));
    } catch (IOException | UncheckedIOException untold) {
      return Optional.empty();
    }
  }
}
