package dev.lvs.agent.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.netlink.Answer.Loss;
import dev.lvs.agent.netlink.Answer.Refused;
import dev.lvs.agent.netlink.Answer.Unknown;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  private static final int FAMILY = 0x1c;
  private static final Message COMMAND = new Message(FAMILY, 0, writer -> writer.fixedU32(1));

  private final ScriptedTransport kernel = new ScriptedTransport();
  private final Exchange exchange = new Exchange(kernel);
  private final List<Long> visited = new ArrayList<>();

  @Test
  void sendsOneCommandWithOneCallAndReadsOneAck() {
    kernel.reply(verdict(1, 0));

    Answer answer = exchange.execute(COMMAND);

    assertThat(answer).isEqualTo(Answer.ACCEPTED);
    assertThat(kernel.sent).hasSize(1);
    assertThat(kernel.receives).isEqualTo(1);
  }

  @Test
  void asksForAnAckOnTheLastMessageOfABatchOnly() {
    kernel.reply(verdict(3, 0));

    exchange.execute(Collections.nCopies(3, COMMAND));

    ByteBuffer batch = ByteBuffer.wrap(kernel.sent.getFirst()).order(ByteOrder.nativeOrder());
    assertThat(batch.capacity()).isEqualTo(60);
    assertThat(flagsAndSequence(batch, 0)).containsExactly(1, 1);
    assertThat(flagsAndSequence(batch, 20)).containsExactly(1, 2);
    assertThat(flagsAndSequence(batch, 40)).containsExactly(5, 3);
  }

  @Test
  void givesEachRefusalToItsOwnCommand() {
    kernel.reply(verdict(2, -17)).reply(verdict(4, -3));

    List<Answer> answers = exchange.execute(Collections.nCopies(4, COMMAND));

    assertThat(answers)
        .containsExactly(
            Answer.ACCEPTED,
            new Refused(Errno.EEXIST, Optional.empty()),
            Answer.ACCEPTED,
            new Refused(Errno.ESRCH, Optional.empty()));
  }

  @Test
  void readsRefusalsThatShareADatagram() {
    kernel.reply(join(verdict(1, -2), verdict(2, 0)));

    assertThat(exchange.execute(Collections.nCopies(2, COMMAND)))
        .containsExactly(new Refused(Errno.ENOENT, Optional.empty()), Answer.ACCEPTED);
  }

  @Test
  void splitsWhatIsLongerThanABatch() {
    kernel.reply(verdict(240, 0)).reply(verdict(250, -1));

    List<Answer> answers = exchange.execute(Collections.nCopies(250, COMMAND));

    assertThat(kernel.sent).hasSize(2);
    assertThat(answers).hasSize(250);
    assertThat(answers.subList(0, 249)).containsOnly(Answer.ACCEPTED);
    assertThat(answers.getLast()).isEqualTo(new Refused(Errno.EPERM, Optional.empty()));
  }

  @Test
  void keepsABatchWithin32KiB() {
    Message large = new Message(FAMILY, 0, writer -> writer.bytes(1, new byte[10_000]));
    kernel.reply(verdict(3, 0)).reply(verdict(4, 0));

    exchange.execute(Collections.nCopies(4, large));

    assertThat(kernel.sent).extracting(bytes -> bytes.length).containsExactly(30_060, 10_020);
    ByteBuffer batch = ByteBuffer.wrap(kernel.sent.getFirst()).order(ByteOrder.nativeOrder());
    assertThat(flagsAndSequence(batch, 10_020)).containsExactly(1, 2);
    assertThat(flagsAndSequence(batch, 20_040)).containsExactly(5, 3);
  }

  @Test
  void skipsWhatBelongsToAnOlderRequest() {
    kernel.reply(verdict(-7, -17)).reply(verdict(99, 0)).reply(verdict(1, 0));

    assertThat(exchange.execute(COMMAND)).isEqualTo(Answer.ACCEPTED);
  }

  @Test
  void knowsNothingAboutABatchWhoseRepliesWereLost() {
    kernel.reply(verdict(1, -17)).overrun();

    List<Answer> answers = exchange.execute(Collections.nCopies(241, COMMAND));

    assertThat(answers.getFirst()).isEqualTo(new Refused(Errno.EEXIST, Optional.empty()));
    assertThat(answers.subList(1, 240)).containsOnly(new Unknown(Loss.OVERRUN));
    assertThat(answers.getLast()).isEqualTo(new Unknown(Loss.NOT_SENT));
    assertThat(kernel.resets).isEqualTo(1);
  }

  @Test
  void knowsNothingAboutACommandThatWasNotAnswered() {
    assertThat(exchange.execute(COMMAND)).isEqualTo(new Unknown(Loss.SILENCE));
    assertThat(kernel.resets).isEqualTo(1);
  }

  @Test
  void quotesTheKernelsOwnWords() {
    byte[] text = "Duplicate tunnel\0".getBytes(StandardCharsets.UTF_8);
    kernel.reply(
        message(
            2,
            0x300,
            1,
            out ->
                out.putInt(-17)
                    .put(new byte[16])
                    .putShort((short) (4 + text.length))
                    .putShort((short) 1)
                    .put(text)));

    assertThat(exchange.execute(COMMAND))
        .isEqualTo(new Refused(Errno.EEXIST, Optional.of("Duplicate tunnel")));
  }

  @Test
  void findsTheKernelsWordsBehindTheWholeRequest() {
    byte[] text = "no\0".getBytes(StandardCharsets.UTF_8);
    kernel.reply(
        message(
            2,
            0x200,
            1,
            out ->
                out.putInt(-22)
                    .putInt(20)
                    .put(new byte[16])
                    .putShort((short) (4 + text.length))
                    .putShort((short) 1)
                    .put(text)));

    assertThat(exchange.execute(COMMAND)).isEqualTo(new Refused(Errno.EINVAL, Optional.of("no")));
  }

  @Test
  void visitsADumpInAllItsParts() {
    kernel.reply(join(data(1, 2, 10), data(1, 2, 11))).reply(data(1, 2, 12)).reply(done(1, 2, 0));

    assertThat(exchange.dump(COMMAND, visitor())).isEqualTo(Answer.ACCEPTED);
    assertThat(visited).containsExactly(10L, 11L, 12L);
  }

  @Test
  void repeatsADumpThatWasInterrupted() {
    kernel
        .reply(data(1, 0x12, 10))
        .reply(done(1, 0x12, 0))
        .reply(data(2, 2, 20))
        .reply(done(2, 2, 0));

    assertThat(exchange.dump(COMMAND, visitor())).isEqualTo(Answer.ACCEPTED);
    assertThat(visited).containsExactly(20L);
  }

  @Test
  void givesUpADumpThatIsAlwaysInterrupted() {
    for (int attempt = 1; attempt <= 4; attempt++) {
      kernel.reply(done(attempt, 0x12, 0));
    }

    assertThat(exchange.dump(COMMAND, visitor())).isEqualTo(new Unknown(Loss.INTERRUPTED));
  }

  @Test
  void repeatsADumpThatDidNotFitWithMoreRoom() {
    byte[] large = message(FAMILY, 2, 1, out -> out.putInt(10).put(new byte[70_000]));
    byte[] again = large.clone();
    again[8] = 2;
    kernel.reply(large).reply(again).reply(done(2, 2, 0));

    assertThat(exchange.dump(COMMAND, visitor())).isEqualTo(Answer.ACCEPTED);
    assertThat(visited).containsExactly(10L);
    assertThat(kernel.resets).isEqualTo(1);
  }

  @Test
  void repeatsADumpThatOverran() {
    kernel.reply(data(1, 2, 10)).overrun().reply(data(2, 2, 20)).reply(done(2, 2, 0));

    assertThat(exchange.dump(COMMAND, visitor())).isEqualTo(Answer.ACCEPTED);
    assertThat(visited).containsExactly(20L);
  }

  @Test
  void doesNotRepeatADumpThatNobodyAnswers() {
    assertThat(exchange.dump(COMMAND, visitor())).isEqualTo(new Unknown(Loss.SILENCE));
    assertThat(kernel.sent).hasSize(1);
  }

  @Test
  void reportsADumpThatIsRefusedAtItsStartOrItsEnd() {
    kernel.reply(verdict(1, -1)).reply(done(2, 2, -95));

    assertThat(exchange.dump(COMMAND, visitor()))
        .isEqualTo(new Refused(Errno.EPERM, Optional.empty()));
    assertThat(exchange.dump(COMMAND, visitor()))
        .isEqualTo(new Refused(Errno.EOPNOTSUPP, Optional.empty()));
  }

  @Test
  void leavesNoHalfReadDumpBehindWhenAVisitorFails() {
    kernel.reply(data(1, 2, 10));

    assertThatThrownBy(() -> exchange.dump(COMMAND, (_, payload) -> payload.bytes(9)))
        .isInstanceOf(MalformedReplyException.class);
    assertThat(kernel.resets).isEqualTo(1);
  }

  private Visitor visitor() {
    return new Visitor() {
      @Override
      public void restart() {
        visited.clear();
      }

      @Override
      public void visit(int type, AttributeReader payload) {
        assertThat(type).isEqualTo(FAMILY);
        visited.add(payload.fixedU32());
      }
    };
  }

  private static int[] flagsAndSequence(ByteBuffer batch, int at) {
    return new int[] {batch.getShort(at + 6), batch.getInt(at + 8)};
  }

  private static byte[] verdict(int sequence, int error) {
    return message(2, 0x100, sequence, out -> out.putInt(error).put(new byte[16]));
  }

  private static byte[] done(int sequence, int flags, int error) {
    return message(3, flags, sequence, out -> out.putInt(error));
  }

  private static byte[] data(int sequence, int flags, int value) {
    return message(FAMILY, flags, sequence, out -> out.putInt(value));
  }

  private interface Body {
    ByteBuffer writeTo(ByteBuffer out);
  }

  private static byte[] message(int type, int flags, int sequence, Body body) {
    ByteBuffer out = ByteBuffer.allocate(80_000).order(ByteOrder.nativeOrder());
    out.putInt(0).putShort((short) type).putShort((short) flags).putInt(sequence).putInt(0x2ba);
    body.writeTo(out);
    int length = out.position();
    out.putInt(0, length);
    byte[] bytes = new byte[Netlink.align(length)];
    out.get(0, bytes, 0, length);
    return bytes;
  }

  private static byte[] join(byte[] one, byte[] two) {
    return ByteBuffer.allocate(one.length + two.length).put(one).put(two).array();
  }
}
