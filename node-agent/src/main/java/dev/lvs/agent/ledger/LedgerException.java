package dev.lvs.agent.ledger;

import java.nio.file.Path;

/** The ledger cannot be read or written; without it nothing in the kernel may be changed. */
public final class LedgerException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public LedgerException(String message) {
    super(message);
  }

  public LedgerException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }

  public static LedgerException corrupt(Path file, int line, String reason) {
    return new LedgerException(
        "the ledger "
            + file
            + " is damaged in line "
            + line
            + " ("
            + reason
            + "); nothing was changed. Put the file back as it was, or remove it: then whatever"
            + " stands in the kernel counts as foreign and stays, until it is removed by hand");
  }

  /** Returns what is written there has the right checksum, and this version does not know it. */
  public static LedgerException newer(Path file, String what) {
    return new LedgerException(
        "the ledger "
            + file
            + " was written by a newer version of this agent ("
            + what
            + "); nothing was changed. Run that version, or take away with it what it put into the"
            + " kernel (lvs run --cleanup) before you go back to this one; do not remove the file");
  }
}
