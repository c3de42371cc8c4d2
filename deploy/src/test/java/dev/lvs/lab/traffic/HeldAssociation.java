package dev.lvs.lab.traffic;

import java.io.IOException;

/** An SCTP association that stays open. */
public final class HeldAssociation implements AutoCloseable {

  private final SctpSocket socket;
  private final Answer answer;

  HeldAssociation(SctpSocket socket, Answer answer) {
    this.socket = socket;
    this.answer = answer;
  }

  /** What was answered when it was opened. */
  public Answer answer() {
    return answer;
  }

  /** Asks once more; {@code RESET} where it was aborted. */
  public Answer askAgain() {
    try {
      socket.send("again");
      String reply = socket.receive();
      return reply.isEmpty() ? Answer.Failure.RESET : Answer.Reply.parse(reply);
    } catch (LibraryCalls.CallFailed failed) {
      return failed.isTimeout() ? Answer.Failure.TIMEOUT : Answer.Failure.RESET;
    } catch (IOException failed) {
      throw new IllegalStateException("ask again", failed);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
