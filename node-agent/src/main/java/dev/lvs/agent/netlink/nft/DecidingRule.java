package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.*;

import dev.lvs.agent.model.FilterChain.Decision;
import dev.lvs.agent.model.Packets;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.ipvs.Protocol;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule of another program that accepts or drops packets by addresses, protocol and ports ({@code
 * nf_tables_fill_rule_info}).
 *
 * <p>Rules that match anything else, e.g. sets, or that do anything but count or log are not
 * understood: what becomes of which packets is unknown. Of extensions of iptables REJECT alone is.
 */
final class DecidingRule {
  private static final int SOURCE4 = 12;
  private static final int DESTINATION4 = 16;
  private static final int SOURCE6 = 8;
  private static final int DESTINATION6 = 24;
  private static final int PROTOCOL4 = 9;
  private static final int SOURCE_PORT = 0;
  private static final int DESTINATION_PORT = 2;

  /**
   * Content of a register.
   *
   * @param prefix the leading bits of it that a mask left
   */
  private record Loaded(int base, int offset, int length, int prefix) {
    private static final int META = -1;

    static Loaded meta(int key) {
      return new Loaded(META, key, 0, 0);
    }

    boolean isMeta(int key) {
      return base == META && offset == key;
    }

    boolean isAt(int header, int place, int bytes) {
      return base == header && offset == place && length == bytes;
    }
  }

  private final Map<Integer, Loaded> registers = new HashMap<>();
  private Packets packets = Packets.ANY;
  private boolean understood = true;
  private boolean namesFamily;
  private boolean namesAddress;
  private boolean accepts;
  private boolean drops;

  private DecidingRule() {}

  /** Reads one behind {@code struct nfgenmsg}. */
  static Optional<Decision> read(AttributeReader reply) {
    DecidingRule rule = new DecidingRule();
    while (reply.next()) {
      if (reply.type() == NFTA_RULE_EXPRESSIONS) {
        reply.enter();
        while (reply.next()) {
          reply.enter();
          rule.step(reply);
          reply.leave();
        }
        reply.leave();
      }
    }
    return rule.understood
            && (rule.accepts || rule.drops)
            && (rule.namesAddress || !rule.namesFamily)
        ? Optional.of(new Decision(rule.packets, rule.accepts))
        : Optional.empty();
  }

  private void step(AttributeReader reply) {
    String name = "";
    Map<Integer, byte[]> values = new HashMap<>();
    while (reply.next()) {
      switch (reply.type()) {
        case NFTA_EXPR_NAME -> name = reply.string();
        // the kernel says the name first
        case NFTA_EXPR_DATA -> values = values(name, reply);
        default -> {}
      }
    }
    step(name, values);
  }

  private void step(String name, Map<Integer, byte[]> values) {
    switch (name) {
      case "counter", "log" -> {}
      case "meta" -> {
        if (values.containsKey(NFTA_META_SREG)) {
          understood = false;
        }
        registers.put(number(values, NFTA_META_DREG), Loaded.meta(number(values, NFTA_META_KEY)));
      }
      case "payload" -> {
        int length = number(values, NFTA_PAYLOAD_LEN);
        registers.put(
            number(values, NFTA_PAYLOAD_DREG),
            new Loaded(
                number(values, NFTA_PAYLOAD_BASE),
                number(values, NFTA_PAYLOAD_OFFSET),
                length,
                length * Byte.SIZE));
      }
      case "bitwise" -> mask(values);
      case "cmp" -> {
        Loaded loaded = registers.get(number(values, NFTA_CMP_SREG));
        byte[] data = values.get(NFTA_CMP_DATA);
        int operator = number(values, NFTA_CMP_OP);
        understood &=
            loaded != null
                && data != null
                && (operator == NFT_CMP_EQ
                    ? isCondition(loaded, data)
                    : isBound(loaded, operator, data));
      }
      case "range" -> {
        Loaded loaded = registers.get(number(values, NFTA_RANGE_SREG));
        byte[] from = values.get(NFTA_RANGE_FROM_DATA);
        byte[] to = values.get(NFTA_RANGE_TO_DATA);
        understood &=
            number(values, NFTA_RANGE_OP) == NFT_RANGE_EQ
                && loaded != null
                && from != null
                && to != null
                && isSpan(loaded, from, to);
      }
      case "immediate" -> {
        byte[] code = values.get(NFTA_IMMEDIATE_DATA);
        if (code != null && code.length == Integer.BYTES) {
          int verdict = ByteBuffer.wrap(code).getInt();
          accepts = verdict == NF_ACCEPT;
          drops = verdict == NF_DROP;
        }
      }
      case "reject" -> drops = true;
      case "target" -> {
        drops = "REJECT".equals(text(values.get(NFTA_TARGET_NAME)));
        understood &= drops;
      }
      default -> understood = false;
    }
  }

  private void mask(Map<Integer, byte[]> values) {
    Loaded loaded = registers.get(number(values, NFTA_BITWISE_SREG));
    byte[] mask = values.get(NFTA_BITWISE_MASK);
    byte[] xor = values.get(NFTA_BITWISE_XOR);
    if (loaded == null
        || number(values, NFTA_BITWISE_OP) != NFT_BITWISE_MASK_XOR
        || mask == null
        || mask.length != loaded.length()
        || xor == null
        || !Arrays.equals(xor, new byte[xor.length])) {
      understood = false;
      return;
    }
    registers.put(
        number(values, NFTA_BITWISE_DREG),
        new Loaded(loaded.base(), loaded.offset(), loaded.length(), prefix(mask)));
  }

  private boolean isCondition(Loaded loaded, byte[] data) {
    if (loaded.isMeta(NFT_META_NFPROTO)) {
      // the addresses behind it say the same, if there are any
      namesFamily = true;
      return true;
    }
    if (loaded.isMeta(NFT_META_L4PROTO) || loaded.isAt(NFT_PAYLOAD_NETWORK_HEADER, PROTOCOL4, 1)) {
      packets = packets.by(Protocol.of(Byte.toUnsignedInt(data[0])));
      return data.length == 1;
    }
    if (loaded.base() == NFT_PAYLOAD_TRANSPORT_HEADER) {
      return data.length == Short.BYTES
          && loaded.prefix() == Short.BYTES * Byte.SIZE
          && isSpan(loaded, data, data);
    }
    return loaded.base() == NFT_PAYLOAD_NETWORK_HEADER && isAddress(loaded, data);
  }

  /** One end of a range of ports. */
  private boolean isBound(Loaded loaded, int operator, byte[] data) {
    byte[] least = {0, 0};
    byte[] most = {-1, -1};
    return switch (operator) {
      case NFT_CMP_GTE -> isSpan(loaded, data, most);
      case NFT_CMP_LTE -> isSpan(loaded, least, data);
      default -> false;
    };
  }

  private boolean isSpan(Loaded loaded, byte[] from, byte[] to) {
    if (from.length != Short.BYTES || to.length != Short.BYTES) {
      return false;
    }
    int first = port(from);
    int last = port(to);
    if (loaded.isAt(NFT_PAYLOAD_TRANSPORT_HEADER, SOURCE_PORT, Short.BYTES)) {
      packets = packets.fromPorts(packets.sourcePorts().between(first, last));
      return true;
    }
    if (loaded.isAt(NFT_PAYLOAD_TRANSPORT_HEADER, DESTINATION_PORT, Short.BYTES)) {
      packets = packets.toPorts(packets.destinationPorts().between(first, last));
      return true;
    }
    return false;
  }

  /** Of a network whose prefix is whole bytes, only these are compared. */
  private boolean isAddress(Loaded loaded, byte[] data) {
    int offset = loaded.offset();
    boolean isV4 = (offset == SOURCE4 || offset == DESTINATION4) && loaded.length() <= 4;
    boolean isV6 = !isV4 && (offset == SOURCE6 || offset == DESTINATION6) && loaded.length() <= 16;
    int prefix = loaded.prefix();
    if ((!isV4 && !isV6) || data.length != loaded.length() || prefix < 0) {
      return false;
    }
    AddressFamily family = isV4 ? AddressFamily.IPV4 : AddressFamily.IPV6;
    IpAddress address = IpAddress.of(Arrays.copyOf(data, family.bytes()));
    AddressRange range = AddressRange.network(address, prefix);
    namesAddress = true;
    packets = offset == SOURCE4 || offset == SOURCE6 ? packets.from(range) : packets.to(range);
    return true;
  }

  /** Returns how many leading bits a mask has; -1 where it has others. */
  private static int prefix(byte[] mask) {
    int bits = 0;
    boolean over = false;
    for (byte part : mask) {
      int ones = Integer.numberOfLeadingZeros(~(part << 24));
      if ((over && part != 0) || (part & 0xff) != (0xff << (Byte.SIZE - ones) & 0xff)) {
        return -1;
      }
      bits += ones;
      over |= ones < Byte.SIZE;
    }
    return bits;
  }

  private static int port(byte[] bytes) {
    return Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort());
  }

  private static int number(Map<Integer, byte[]> values, int type) {
    byte[] value = values.getOrDefault(type, new byte[0]);
    return value.length == Integer.BYTES ? ByteBuffer.wrap(value).getInt() : 0;
  }

  /** The attributes of an expression: numbers, and of {@code struct nft_data} value or verdict. */
  private static Map<Integer, byte[]> values(String name, AttributeReader reply) {
    Map<Integer, byte[]> values = new HashMap<>();
    reply.enter();
    while (reply.next()) {
      int type = reply.type();
      if (isData(name, type)) {
        values.put(type, data(reply));
      } else if (reply.length() == Integer.BYTES || isName(name, type)) {
        values.put(type, reply.bytes());
      }
    }
    reply.leave();
    return values;
  }

  /** Of an extension of iptables, which iptables-nft writes for what has no words in nftables. */
  private static boolean isName(String name, int type) {
    return name.equals("target") && type == NFTA_TARGET_NAME;
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.US_ASCII).replace("\0", "");
  }

  private static boolean isData(String name, int type) {
    return switch (name) {
      case "cmp" -> type == NFTA_CMP_DATA;
      case "range" -> type == NFTA_RANGE_FROM_DATA || type == NFTA_RANGE_TO_DATA;
      case "bitwise" -> type == NFTA_BITWISE_MASK || type == NFTA_BITWISE_XOR;
      case "immediate" -> type == NFTA_IMMEDIATE_DATA;
      default -> false;
    };
  }

  private static byte[] data(AttributeReader reply) {
    byte[] data = new byte[0];
    reply.enter();
    while (reply.next()) {
      if (reply.type() == NFTA_DATA_VALUE) {
        data = reply.bytes();
      } else if (reply.type() == NFTA_DATA_VERDICT) {
        reply.enter();
        while (reply.next()) {
          if (reply.type() == NFTA_VERDICT_CODE) {
            data = reply.bytes();
          }
        }
        reply.leave();
      }
    }
    reply.leave();
    return data;
  }
}
