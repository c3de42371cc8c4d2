package dev.lvs.agent.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lifetime of one network namespace within one boot: kernel objects do not outlive it.
 *
 * @param boot /proc/sys/kernel/random/boot_id, another at each boot
 * @param namespace the calling thread's network namespace, e.g. {@code net:[4026531840]}
 */
public record KernelLife(String boot, String namespace) {

  /**
   * The present one.
   *
   * @param proc where procfs is mounted, {@code /proc}
   */
  public static KernelLife current(Path proc) {
    try {
      return new KernelLife(
          Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip(),
          Files.readSymbolicLink(proc.resolve("thread-self/ns/net")).toString());
    } catch (IOException e) {
      throw new LedgerException(
          "cannot tell which kernel the ledger is about; see that procfs is mounted on "
              + proc
              + " whole (not with subset=pid)",
          e);
    }
  }

  /** A part of a file's name: another life has another one, and what is in its file is not read. */
  public String fileName() {
    return bootName() + "-" + namespace.replaceAll("[^A-Za-z0-9]", "");
  }

  /** The same of this boot. */
  public String bootName() {
    String plain = boot.replaceAll("[^A-Za-z0-9]", "");
    return plain.substring(0, Math.min(plain.length(), 8));
  }

  @Override
  public String toString() {
    return boot + " " + namespace;
  }
}
