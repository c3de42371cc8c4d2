package dev.lvs.agent.netlink;

import static dev.lvs.agent.netlink.Netlink.NLMSG_DONE;
import static dev.lvs.agent.netlink.Netlink.NLM_F_ACK;
import static dev.lvs.agent.netlink.Netlink.NLM_F_DUMP;
import static dev.lvs.agent.netlink.Netlink.NLM_F_DUMP_INTR;
import static dev.lvs.agent.netlink.Netlink.NLM_F_REQUEST;

import dev.lvs.agent.netlink.Answer.Accepted;
import dev.lvs.agent.netlink.Answer.Loss;
import dev.lvs.agent.netlink.Answer.Unknown;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Talks to the kernel over one transport: commands in batches, queries, and dumps.
 *
 * <p>It owns the sequence numbers. A reply with another number belongs to a request given up
 * earlier and is skipped. Within a batch only the last message asks for an ACK: the kernel answers
 * a failed message always, before that ACK and with the message's own number, so one small reply
 * confirms the whole batch.
 *
 * <p>Not thread-safe, and not to be used from within a visitor: there is one receive buffer.
 */
public final class Exchange implements AutoCloseable {

  /**
   * The most bytes in one batch. Larger ones gain little, and above 212,992 (the default SO_SNDBUF)
   * the kernel takes none.
   */
  static final int BATCH_BYTES = 32 * 1024;

  /** The most messages in one batch: with 277 failures the default receive buffer overruns. */
  static final int BATCH_MESSAGES = 240;

  private static final int RECEIVE_BYTES = 64 * 1024;
  private static final int DUMP_ATTEMPTS = 4;

  private final Transport transport;
  private final AttributeWriter writer = new AttributeWriter(4096);
  private ByteBuffer received = ByteBuffer.allocateDirect(RECEIVE_BYTES);
  private final ReplyReader replies = new ReplyReader();
  private int sequence;

  /** An exchange that owns the transport from now on. */
  public Exchange(Transport transport) {
    this.transport = transport;
  }

  /**
   * Carries out commands in their order; a refused one does not stop those behind it.
   *
   * @return one answer for each command, in the same order
   */
  public List<Answer> execute(List<Message> commands) {
    return execute(Commands.of(commands));
  }

  /** The same for commands that are not there all at once. */
  public List<Answer> execute(Commands commands) {
    List<Answer> answers = new ArrayList<>(commands.size());
    Optional<Loss> lost = Optional.empty();
    while (lost.isEmpty() && answers.size() < commands.size()) {
      int first = sequence + 1;
      int from = answers.size();
      int count = writeBatch(commands, from);
      answers.addAll(Collections.nCopies(count, Answer.ACCEPTED));
      lost = exchangeBatch(first, answers.subList(from, from + count));
    }
    while (answers.size() < commands.size()) {
      answers.add(new Unknown(Loss.NOT_SENT));
    }
    return answers;
  }

  /** Carries out one command. */
  public Answer execute(Message command) {
    return execute(List.of(command)).getFirst();
  }

  /**
   * Carries out all commands or none, in one datagram ({@code nfnetlink_rcv_batch},
   * net/netfilter/nfnetlink.c).
   *
   * @param batch the commands, with a message before and one behind them that say where the batch
   *     begins and ends
   * @return accepted, or the first refusal
   */
  public Answer transact(List<Message> batch) {
    writer.clear();
    int first = sequence + 1;
    int last = batch.size() - 2;
    for (int i = 0; i < batch.size(); i++) {
      // the end is never answered for, nor, unless the batch fails as such, is its beginning
      writer.message(
          batch.get(i), i == last ? NLM_F_REQUEST | NLM_F_ACK : NLM_F_REQUEST, ++sequence);
    }
    transport.send(writer.written());
    Answer refusal = Answer.ACCEPTED;
    while (true) {
      Optional<Loss> lost = receive();
      if (lost.isPresent()) {
        transport.reset();
        return new Unknown(lost.get());
      }
      while (replies.next()) {
        int index = replies.sequence() - first;
        if (index < 0 || index > last || !replies.isVerdict()) {
          continue;
        }
        Answer verdict = replies.verdict();
        refusal = refusal instanceof Accepted ? verdict : refusal;
        if (index == last || index == 0) {
          return refusal;
        }
      }
    }
  }

  /**
   * Asks for one object.
   *
   * @param visitor gets the reply; it is called only when the answer is {@link Answer.Accepted}
   */
  public Answer query(Message question, Visitor visitor) {
    return ask(question, NLM_F_REQUEST, visitor);
  }

  /**
   * Lists all objects of a kind. A dump that is lost or that the kernel calls inconsistent is tried
   * again, after {@link Visitor#restart}; what the visitor has seen counts only when the answer is
   * {@link Answer.Accepted}.
   */
  public Answer dump(Message question, Visitor visitor) {
    Answer answer = ask(question, NLM_F_REQUEST | NLM_F_DUMP, visitor);
    for (int attempt = 1; attempt < DUMP_ATTEMPTS && worthRepeating(answer); attempt++) {
      visitor.restart();
      answer = ask(question, NLM_F_REQUEST | NLM_F_DUMP, visitor);
    }
    return answer;
  }

  @Override
  public void close() {
    transport.close();
  }

  private static boolean worthRepeating(Answer answer) {
    return answer instanceof Unknown(Loss loss) && loss != Loss.SILENCE;
  }

  /**
   * Writes as many commands as one batch takes, the last with a request for an ACK, and says how
   * many.
   */
  private int writeBatch(Commands commands, int from) {
    writer.clear();
    int count = 0;
    int last = 0;
    while (count < BATCH_MESSAGES && from + count < commands.size()) {
      int before = writer.length();
      writer.message(commands.at().apply(from + count), NLM_F_REQUEST, sequence + 1);
      if (count > 0 && writer.length() > BATCH_BYTES) {
        writer.cutTo(before);
        break;
      }
      sequence++;
      count++;
      last = before;
    }
    writer.addFlags(last, NLM_F_ACK);
    return count;
  }

  /** Sends the batch written and puts the refusals in their places among the answers. */
  private Optional<Loss> exchangeBatch(int first, List<Answer> answers) {
    transport.send(writer.written());
    while (true) {
      Optional<Loss> lost = receive();
      if (lost.isPresent()) {
        Unknown unknown = new Unknown(lost.get());
        answers.replaceAll(answer -> answer instanceof Accepted ? unknown : answer);
        transport.reset();
        return lost;
      }
      while (replies.next()) {
        int index = replies.sequence() - first;
        if (index < 0 || index >= answers.size() || !replies.isVerdict()) {
          continue;
        }
        answers.set(index, replies.verdict());
        if (index == answers.size() - 1) {
          return lost;
        }
      }
    }
  }

  private Answer ask(Message question, int flags, Visitor visitor) {
    writer.clear();
    writer.message(question, flags, ++sequence);
    transport.send(writer.written());
    try {
      return listen((flags & NLM_F_DUMP) != 0, visitor);
    } catch (RuntimeException broken) {
      // the rest of a dump left in the middle would make the kernel refuse the next one
      transport.reset();
      throw broken;
    }
  }

  private Answer listen(boolean dump, Visitor visitor) {
    boolean interrupted = false;
    while (true) {
      Optional<Loss> lost = receive();
      if (lost.isPresent()) {
        transport.reset();
        return new Unknown(lost.get());
      }
      while (replies.next()) {
        if (replies.sequence() != sequence) {
          continue;
        }
        interrupted |= (replies.flags() & NLM_F_DUMP_INTR) != 0;
        if (replies.type() == NLMSG_DONE && interrupted) {
          return new Unknown(Loss.INTERRUPTED);
        }
        if (replies.isVerdict()) {
          return replies.verdict();
        }
        visitor.visit(replies.type(), replies.payload());
        if (!dump) {
          return Answer.ACCEPTED;
        }
      }
    }
  }

  /** Receives a datagram into {@link #replies}, or says how it was lost. */
  private Optional<Loss> receive() {
    received.clear();
    int length = transport.receive(received);
    if (length == Transport.SILENCE) {
      return Optional.of(Loss.SILENCE);
    }
    if (length == Transport.OVERRUN) {
      return Optional.of(Loss.OVERRUN);
    }
    if (length > received.capacity()) {
      received = ByteBuffer.allocateDirect(length);
      return Optional.of(Loss.TRUNCATED);
    }
    replies.over(received.clear().limit(length));
    return Optional.empty();
  }
}
