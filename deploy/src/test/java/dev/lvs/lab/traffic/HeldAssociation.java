package dev.lvs.lab.traffic;

import java.io.IOException;

/** An SCTP association that stays open. */
public final class HeldAssociation implements AutoCloseable {

  private final SctpSocket socket;
  private final ClientAnswer answer;

  HeldAssociation(SctpSocket socket, ClientAnswer answer) {
    this.socket = socket;
    this.answer = answer;
  }

  /** Returns what was answered when it was opened. */
  public ClientAnswer answer() {
    return answer;
  }

  /** Asks once more; {@code RESET} where it was aborted. */
  public ClientAnswer askAgain() {
    try {
      socket.send("again");
      String reply = socket.receive();
      return reply.isEmpty() ? ClientAnswer.Failure.RESET : ClientAnswer.Reply.parse(reply);
    } catch (LibraryCalls.CallFailed failed) {
      return failed.isTimeout() ? ClientAnswer.Failure.TIMEOUT : ClientAnswer.Failure.RESET;
    } catch (IOException failed) {
      throw new IllegalStateException("ask again", failed);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
