package dev.lvs.agent.xtables;

import dev.lvs.agent.model.Packets;
import dev.lvs.agent.model.Packets.PortSpan;
import dev.lvs.ipvs.Protocol;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/** The entries of a table, each by its offset. */
final class XtablesRules {
  /** {@code struct xt_entry_match} and {@code struct xt_entry_target}: size, name, revision. */
  private static final int HEAD = 32;

  private static final int NAME = 29;

  private final AddressFamily family;
  private final XtablesLayout layout;
  private final ByteBuffer entries;

  XtablesRules(AddressFamily family, ByteBuffer entries) {
    this.family = family;
    this.layout = XtablesLayout.of(family);
    this.entries = entries;
  }

  int next(int at) {
    int length = u16(at + layout.nextOffset());
    if (length <= 0) {
      throw new IndexOutOfBoundsException("an entry has no length");
    }
    return at + length;
  }

  /** The verdict of an entry whose target is one. */
  OptionalInt verdict(int at) {
    int target = at + u16(at + layout.targetOffset());
    return name(target).isEmpty()
        ? OptionalInt.of(entries.getInt(target + HEAD))
        : OptionalInt.empty();
  }

  boolean rejects(int at) {
    return name(at + u16(at + layout.targetOffset())).equals("REJECT");
  }

  /**
   * Returns which packets an entry is about, where it names nothing but addresses, protocol and
   * ports.
   */
  Optional<Packets> packets(int at) {
    if (namesInterfaces(at)
        || (entries.get(at + layout.flags()) & ~layout.allowed()) != 0
        || entries.get(at + layout.inverted()) != 0) {
      return Optional.empty();
    }
    Optional<Packets> packets = addresses(at).map(one -> byProtocol(at, one));
    int target = at + u16(at + layout.targetOffset());
    for (int match = at + layout.matches(); match < target && packets.isPresent(); ) {
      int size = u16(match);
      if (size < HEAD) {
        return Optional.empty();
      }
      packets = matched(match, packets.get());
      match += size;
    }
    return packets;
  }

  private boolean namesInterfaces(int at) {
    for (int i = 0; i < 32; i++) {
      // of the two masks, which stand behind the two names
      if (entries.get(at + layout.interfaces() + 32 + i) != 0) {
        return true;
      }
    }
    return false;
  }

  private Optional<Packets> addresses(int at) {
    int bytes = family.bytes();
    int source = prefix(at + 2 * bytes);
    int destination = prefix(at + 3 * bytes);
    if (source < 0 || destination < 0) {
      return Optional.empty();
    }
    Packets packets = Packets.ANY;
    if (source > 0) {
      packets = packets.from(AddressRange.network(address(at), source));
    }
    if (destination > 0) {
      packets = packets.to(AddressRange.network(address(at + bytes), destination));
    }
    return Optional.of(packets);
  }

  private Packets byProtocol(int at, Packets packets) {
    int protocol = u16(at + layout.protocol());
    return protocol == 0 ? packets : packets.by(Protocol.of(protocol));
  }

  /**
   * {@code struct xt_tcp} and {@code struct xt_udp} (include/uapi/linux/netfilter/xt_tcpudp.h)
   * begin with the ports, first and last, of source and destination.
   */
  private Optional<Packets> matched(int match, Packets packets) {
    int data = match + HEAD;
    return switch (name(match)) {
      case "comment" -> Optional.of(packets);
      // option, mask of the flags, flags, and what of it all is inverted
      case "tcp" ->
          Optional.of(packets)
              .filter(_ -> entries.getInt(data + 8) == 0)
              .map(one -> ports(one, data));
      // what is inverted
      case "udp" ->
          Optional.of(packets).filter(_ -> entries.get(data + 8) == 0).map(one -> ports(one, data));
      default -> Optional.empty();
    };
  }

  private Packets ports(Packets packets, int data) {
    return packets.fromPorts(span(data)).toPorts(span(data + 2 * Short.BYTES));
  }

  private PortSpan span(int at) {
    return new PortSpan(u16(at), u16(at + Short.BYTES));
  }

  private int prefix(int at) {
    int bits = 0;
    boolean over = false;
    for (int i = 0; i < family.bytes(); i++) {
      int part = Byte.toUnsignedInt(entries.get(at + i));
      int ones = Integer.numberOfLeadingZeros(~(part << 24));
      if ((over && part != 0) || part != (0xff << (Byte.SIZE - ones) & 0xff)) {
        return -1;
      }
      bits += ones;
      over |= ones < Byte.SIZE;
    }
    return bits;
  }

  private IpAddress address(int at) {
    byte[] bytes = new byte[family.bytes()];
    entries.get(at, bytes);
    return IpAddress.of(bytes);
  }

  private int u16(int at) {
    return Short.toUnsignedInt(entries.getShort(at));
  }

  private String name(int head) {
    byte[] name = new byte[NAME];
    entries.get(head + Short.BYTES, name);
    int length = 0;
    while (length < NAME && name[length] != 0) {
      length++;
    }
    return new String(name, 0, length, StandardCharsets.US_ASCII);
  }
}
