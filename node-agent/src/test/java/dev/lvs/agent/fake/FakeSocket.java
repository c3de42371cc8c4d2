package dev.lvs.agent.fake;

import static dev.lvs.agent.netlink.Netlink.NLMSGERR_ATTR_MSG;
import static dev.lvs.agent.netlink.Netlink.NLMSG_DONE;
import static dev.lvs.agent.netlink.Netlink.NLMSG_ERROR;
import static dev.lvs.agent.netlink.Netlink.NLMSG_HDRLEN;
import static dev.lvs.agent.netlink.Netlink.NLM_F_ACK;
import static dev.lvs.agent.netlink.Netlink.NLM_F_ACK_TLVS;
import static dev.lvs.agent.netlink.Netlink.NLM_F_CAPPED;
import static dev.lvs.agent.netlink.Netlink.NLM_F_DUMP_INTR;
import static dev.lvs.agent.netlink.Netlink.NLM_F_MULTI;

import dev.lvs.agent.fake.Reaction.Done;
import dev.lvs.agent.fake.Reaction.Dump;
import dev.lvs.agent.fake.Reaction.Item;
import dev.lvs.agent.fake.Reaction.One;
import dev.lvs.agent.fake.Reaction.Refused;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.netlink.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** A socket of the fake kernel, with NETLINK_CAP_ACK and NETLINK_EXT_ACK set. */
final class FakeSocket implements Transport {
  /** A dump comes in pieces of this many bytes to a reader with a buffer of 32 KiB or more. */
  private static final int PIECE = 32 * 1024;

  private final FakeKernel kernel;
  private final Subsystem subsystem;
  private final Deque<byte[]> replies = new ArrayDeque<>();
  private boolean overrun;

  FakeSocket(FakeKernel kernel, Subsystem subsystem) {
    this.kernel = kernel;
    this.subsystem = subsystem;
  }

  @Override
  public void send(ByteBuffer messages) {
    kernel.countCall();
    byte[] datagram = new byte[messages.remaining()];
    messages.duplicate().get(datagram);
    ByteBuffer in = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
    int at = 0;
    while (at < datagram.length) {
      int length = in.getInt(at);
      answer(Arrays.copyOfRange(datagram, at, at + length));
      at += Netlink.align(length);
    }
    kernel.endSilence();
  }

  private void answer(byte[] request) {
    ByteBuffer header = ByteBuffer.wrap(request).order(ByteOrder.nativeOrder());
    int type = header.getShort(4);
    int flags = header.getShort(6);
    boolean command = subsystem.isCommand(type, payload(request));
    Reaction reaction =
        kernel.refusal(command).orElseGet(() -> subsystem.react(type, flags, payload(request)));
    switch (reaction) {
      case Done() -> {
        if ((flags & NLM_F_ACK) != 0) {
          reply(verdict(request, 0, ""));
        }
      }
      case Refused(var errno, String text) -> reply(verdict(request, -errno.number(), text));
      case One(Item item) -> {
        reply(message(request, item, 0));
        if ((flags & NLM_F_ACK) != 0) {
          reply(verdict(request, 0, ""));
        }
      }
      case Dump dump -> reply(request, dump);
    }
  }

  private void reply(byte[] request, Dump dump) {
    int flags = NLM_F_MULTI | (kernel.interruptsThisDump() ? NLM_F_DUMP_INTR : 0);
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    for (Item item : dump.items()) {
      byte[] message = message(request, item, flags);
      if (piece.size() + message.length > PIECE) {
        reply(piece.toByteArray());
        piece.reset();
      }
      piece.writeBytes(message);
    }
    if (piece.size() > 0) {
      reply(piece.toByteArray());
    }
    reply(ReplyBytes.message(NLMSG_DONE, flags, sequence(request), new byte[4]));
  }

  private void reply(byte[] datagram) {
    switch (kernel.fateOfReply()) {
      case ARRIVES -> replies.add(datagram);
      case LOST -> overrun = true;
      case SILENT -> {}
    }
  }

  @Override
  public int receive(ByteBuffer into) {
    kernel.countCall();
    if (overrun) {
      overrun = false;
      return OVERRUN;
    }
    byte[] datagram = replies.poll();
    if (datagram == null) {
      return SILENCE;
    }
    int length = kernel.truncatesThisReply() ? into.limit() + 1 : datagram.length;
    into.put(0, datagram, 0, Math.min(datagram.length, into.limit()));
    return length;
  }

  @Override
  public void reset() {
    replies.clear();
    overrun = false;
  }

  @Override
  public void close() {
    reset();
  }

  /**
   * {@code netlink_ack()} with NETLINK_CAP_ACK: the code, the request's header, and words if there
   * are any.
   */
  private static byte[] verdict(byte[] request, int error, String text) {
    ReplyBytes payload = new ReplyBytes().put32(error).raw(Arrays.copyOf(request, NLMSG_HDRLEN));
    int flags = NLM_F_CAPPED;
    if (!text.isEmpty()) {
      payload.string(NLMSGERR_ATTR_MSG, text);
      flags |= NLM_F_ACK_TLVS;
    }
    return ReplyBytes.message(NLMSG_ERROR, flags, sequence(request), payload.toArray());
  }

  private static byte[] message(byte[] request, Item item, int flags) {
    return ReplyBytes.message(item.type(), flags, sequence(request), item.payload().toArray());
  }

  private static int sequence(byte[] request) {
    return ByteBuffer.wrap(request).order(ByteOrder.nativeOrder()).getInt(8);
  }

  private static AttributeReader payload(byte[] request) {
    return new AttributeReader(request, NLMSG_HDRLEN, request.length);
  }
}
