package dev.lvs.agent.netlink;

import java.util.function.Consumer;

/** Dumps all objects of one kind, which succeeds completely or not at all. */
public final class Dump {
  private Dump() {}

  /**
   * Reads all.
   *
   * @param what for the message when it fails
   * @param forget throws away what was taken, when the kernel begins again
   * @param take takes one reply
   * @throws TransportException when the kernel refuses, or keeps losing its answer
   */
  public static void of(
      Exchange exchange,
      String what,
      Message question,
      Runnable forget,
      Consumer<AttributeReader> take) {
    check(what, answer(exchange, question, forget, take));
  }

  /** Reads all, and leaves it to the caller what to make of the answer. */
  public static Answer answer(
      Exchange exchange, Message question, Runnable forget, Consumer<AttributeReader> take) {
    return exchange.dump(
        question,
        new Visitor() {
          @Override
          public void restart() {
            forget.run();
          }

          @Override
          public void visit(int type, AttributeReader reply) {
            take.accept(reply);
          }
        });
  }

  /** Throws where reading something did not succeed. */
  public static void check(String what, Answer answer) {
    switch (answer) {
      case Answer.Accepted() -> {}
      case Answer.Refused(var errno, var _) -> throw new TransportException("read " + what, errno);
      case Answer.Unknown(var loss) ->
          throw new TransportException("read " + what + ": the answer was lost, " + loss);
    }
  }
}
