package dev.lvs.agent.probe;

import dev.lvs.agent.syscall.IpSockets;
import dev.lvs.net.AddressFamily;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** Checks that a server answers an echo request (RFC 792, RFC 4443). */
public record IcmpChecker() implements Checker {
  private static final int ECHO = 8;
  private static final int ECHO_REPLY = 0;
  private static final int ECHO_V6 = 128;
  private static final int ECHO_REPLY_V6 = 129;
  private static final int BYTES = 16;

  @Override
  public IpSockets.Kind transport() {
    return IpSockets.Kind.ICMP;
  }

  @Override
  public Dialogue begin(Target target) {
    return new Echo(target.address().family(), ThreadLocalRandom.current().nextLong());
  }

  /**
   * One echo, matched to its reply by eight bytes of payload, not by the 32 bits of id and sequence
   * number.
   */
  private record Echo(AddressFamily family, long payload) implements Dialogue {
    @Override
    public Step connected() {
      ByteBuffer message = ByteBuffer.allocate(BYTES);
      int type =
          switch (family) {
            case IPV4 -> ECHO;
            case IPV6 -> ECHO_V6;
          };
      message.put(0, (byte) type).putInt(4, (int) payload).putLong(8, payload);
      // the kernel computes the one of IPv6, which covers addresses
      message.putShort(2, checksum(message));
      return Step.send(message.array());
    }

    @Override
    public Step received(ByteBuffer bytes) {
      return isReply(bytes) ? Step.passed() : Step.WAIT;
    }

    /** A raw socket of IPv4 gives the IP header too (raw(7)). */
    private boolean isReply(ByteBuffer bytes) {
      if (!bytes.hasRemaining()) {
        return false;
      }
      int at =
          switch (family) {
            case IPV4 -> (bytes.get(bytes.position()) & 0xf) * 4;
            case IPV6 -> 0;
          };
      int type =
          switch (family) {
            case IPV4 -> ECHO_REPLY;
            case IPV6 -> ECHO_REPLY_V6;
          };
      return bytes.remaining() >= at + BYTES
          && (bytes.get(bytes.position() + at) & 0xff) == type
          && bytes.getLong(bytes.position() + at + 8) == payload;
    }

    @Override
    public Step ended() {
      return Step.WAIT;
    }

    @Override
    public String missing() {
      return "no echo reply";
    }

    private static short checksum(ByteBuffer message) {
      int sum = 0;
      for (int at = 0; at < BYTES; at += 2) {
        sum += message.getShort(at) & 0xffff;
      }
      while (sum > 0xffff) {
        sum = (sum & 0xffff) + (sum >>> 16);
      }
      return (short) ~sum;
    }
  }
}
