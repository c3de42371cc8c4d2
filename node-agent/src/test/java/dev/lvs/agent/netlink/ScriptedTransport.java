package dev.lvs.agent.netlink;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/** A transport that plays back datagrams and remembers what was sent. */
final class ScriptedTransport implements Transport {
  private static final byte[] LOST = {};

  private final Deque<byte[]> replies = new ArrayDeque<>();
  final List<byte[]> sent = new ArrayList<>();
  int receives;
  int resets;

  /** The next datagram, in hex with any blanks. */
  ScriptedTransport reply(String hex) {
    return reply(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
  }

  ScriptedTransport reply(byte[] datagram) {
    replies.add(datagram);
    return this;
  }

  /** Next, the kernel has lost replies. */
  ScriptedTransport overrun() {
    replies.add(LOST);
    return this;
  }

  @Override
  public void send(ByteBuffer messages) {
    byte[] bytes = new byte[messages.remaining()];
    messages.duplicate().get(bytes);
    sent.add(bytes);
  }

  @Override
  public int receive(ByteBuffer into) {
    receives++;
    byte[] reply = replies.poll();
    if (reply == null) {
      return SILENCE;
    }
    if (reply.length == 0) {
      return OVERRUN;
    }
    into.put(0, reply, 0, Math.min(reply.length, into.limit()));
    return reply.length;
  }

  @Override
  public void reset() {
    resets++;
  }

  @Override
  public void close() {}
}
