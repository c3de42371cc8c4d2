package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.*;

import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.nft.Expression.Hash;
import dev.lvs.agent.netlink.nft.Expression.IsByte;
import dev.lvs.agent.netlink.nft.Expression.IsShort;
import dev.lvs.agent.netlink.nft.Expression.LoadConnection;
import dev.lvs.agent.netlink.nft.Expression.LoadMeta;
import dev.lvs.agent.netlink.nft.Expression.LoadNumber;
import dev.lvs.agent.netlink.nft.Expression.LoadPayload;
import dev.lvs.agent.netlink.nft.Expression.Lookup;
import dev.lvs.agent.netlink.nft.Expression.LookupVerdict;
import dev.lvs.agent.netlink.nft.Expression.MaskByte;
import dev.lvs.agent.netlink.nft.Expression.Masquerade;
import dev.lvs.agent.netlink.nft.Expression.NoTrack;
import dev.lvs.agent.netlink.nft.Expression.Other;
import dev.lvs.agent.netlink.nft.Expression.SetConnection;
import dev.lvs.agent.netlink.nft.Expression.SetMeta;
import dev.lvs.agent.netlink.nft.Expression.SetTcpOption;
import dev.lvs.agent.netlink.nft.Expression.SourceNat;
import dev.lvs.agent.netlink.nft.Expression.ToNetworkOrder;
import dev.lvs.agent.netlink.nft.Expression.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Reads the expressions of rules; one that this agent never writes is an {@link Other}. */
final class ExpressionReader {
  /** Beside the attributes: how long the bytes of the value are. */
  private static final int DATA_LENGTH = -1;

  private ExpressionReader() {}

  /** Reads one {@code NFTA_LIST_ELEM} that the reader has entered. */
  static Expression read(AttributeReader reader) {
    String name = "";
    Map<Integer, Long> numbers = new HashMap<>();
    String set = "";
    while (reader.next()) {
      switch (reader.type()) {
        case NFTA_EXPR_NAME -> name = reader.string();
        case NFTA_EXPR_DATA -> {
          reader.enter();
          while (reader.next()) {
            if (name.equals("lookup") && reader.type() == NFTA_LOOKUP_SET) {
              set = reader.string();
            } else if (isData(name, reader.type())) {
              numbers.put(reader.type(), valueOf(reader, numbers));
            } else {
              number(reader, numbers);
            }
          }
          reader.leave();
        }
        default -> {}
      }
    }
    return of(name, set, new Numbers(numbers));
  }

  private static Expression of(String name, String set, Numbers numbers) {
    boolean sets = numbers.has(NFTA_META_SREG);
    return switch (name) {
      case "meta" ->
          sets
              ? new SetMeta(numbers.at(NFTA_META_KEY), numbers.at(NFTA_META_SREG))
              : new LoadMeta(numbers.at(NFTA_META_KEY), numbers.at(NFTA_META_DREG));
      case "payload" ->
          numbers.has(NFTA_PAYLOAD_DREG)
              ? new LoadPayload(
                  numbers.at(NFTA_PAYLOAD_BASE),
                  numbers.at(NFTA_PAYLOAD_OFFSET),
                  numbers.at(NFTA_PAYLOAD_LEN),
                  numbers.at(NFTA_PAYLOAD_DREG))
              : new Other(name);
      case "immediate" -> ofImmediate(numbers);
      case "ct" -> ofConnection(numbers);
      case "cmp" ->
          numbers.has(NFTA_CMP_DATA) && numbers.at(NFTA_CMP_OP) == NFT_CMP_EQ
              ? ofComparison(numbers)
              : new Other(name);
      case "bitwise" ->
          numbers.at(NFTA_BITWISE_OP) == NFT_BITWISE_MASK_XOR
                  && numbers.at(NFTA_BITWISE_SREG) == numbers.at(NFTA_BITWISE_DREG)
                  && numbers.at(NFTA_BITWISE_XOR) == 0
              ? new MaskByte(numbers.at(NFTA_BITWISE_SREG), numbers.at(NFTA_BITWISE_MASK))
              : new Other(name);
      case "exthdr" ->
          numbers.has(NFTA_EXTHDR_SREG) && numbers.at(NFTA_EXTHDR_OP) == NFT_EXTHDR_OP_TCPOPT
              ? new SetTcpOption(
                  numbers.at(NFTA_EXTHDR_TYPE),
                  numbers.at(NFTA_EXTHDR_OFFSET),
                  numbers.at(NFTA_EXTHDR_LEN),
                  numbers.at(NFTA_EXTHDR_SREG))
              : new Other(name);
      case "lookup" ->
          numbers.at(NFTA_LOOKUP_FLAGS) == 0 ? ofLookup(set, numbers) : new Other(name);
      case "hash" ->
          numbers.at(NFTA_HASH_MODULUS) == (int) Hash.MODULUS
                  && numbers.at(NFTA_HASH_SEED) == Hash.SEED
                  && numbers.at(NFTA_HASH_OFFSET) == 0
                  && numbers.at(NFTA_HASH_TYPE) == NFT_HASH_JENKINS
              ? new Hash(
                  numbers.at(NFTA_HASH_SREG), numbers.at(NFTA_HASH_LEN), numbers.at(NFTA_HASH_DREG))
              : new Other(name);
      case "byteorder" ->
          numbers.at(NFTA_BYTEORDER_OP) == NFT_BYTEORDER_HTON
                  && numbers.at(NFTA_BYTEORDER_LEN) == Integer.BYTES
                  && numbers.at(NFTA_BYTEORDER_SIZE) == Integer.BYTES
                  && numbers.at(NFTA_BYTEORDER_SREG) == numbers.at(NFTA_BYTEORDER_DREG)
              ? new ToNetworkOrder(numbers.at(NFTA_BYTEORDER_SREG))
              : new Other(name);
      case "nat" ->
          numbers.at(NFTA_NAT_TYPE) == NFT_NAT_SNAT
                  && !numbers.has(NFTA_NAT_REG_PROTO_MIN)
                  && numbers.at(NFTA_NAT_REG_ADDR_MIN) == numbers.at(NFTA_NAT_REG_ADDR_MAX)
                  && (numbers.at(NFTA_NAT_FLAGS) & ~NF_NAT_RANGE_MAP_IPS) == 0
              ? new SourceNat(numbers.at(NFTA_NAT_FAMILY), numbers.at(NFTA_NAT_REG_ADDR_MIN))
              : new Other(name);
      case "masq" -> numbers.at(NFTA_MASQ_FLAGS) == 0 ? new Masquerade() : new Other(name);
      case "notrack" -> new NoTrack();
      default -> new Other(name);
    };
  }

  private static Expression ofImmediate(Numbers numbers) {
    int register = numbers.at(NFTA_IMMEDIATE_DREG);
    int data = numbers.at(NFTA_IMMEDIATE_DATA);
    if (register == NFT_REG_VERDICT) {
      return new Verdict(data);
    }
    return data > 0 ? new LoadNumber(data, register) : new Other("immediate");
  }

  private static Expression ofComparison(Numbers numbers) {
    int data = numbers.at(NFTA_CMP_DATA);
    int register = numbers.at(NFTA_CMP_SREG);
    return numbers.at(DATA_LENGTH) == Short.BYTES
        ? new IsShort(register, Short.toUnsignedInt(ofNetwork((short) data)))
        : new IsByte(register, data);
  }

  private static Expression ofLookup(String set, Numbers numbers) {
    int register = numbers.at(NFTA_LOOKUP_SREG);
    int into = numbers.at(NFTA_LOOKUP_DREG);
    return numbers.has(NFTA_LOOKUP_DREG) && into == NFT_REG_VERDICT
        ? new LookupVerdict(set, register)
        : new Lookup(set, register, into);
  }

  private static Expression ofConnection(Numbers numbers) {
    boolean directed = numbers.has(NFTA_CT_DIRECTION);
    if (numbers.has(NFTA_CT_SREG)) {
      return directed
          ? new Other("ct")
          : new SetConnection(numbers.at(NFTA_CT_KEY), numbers.at(NFTA_CT_SREG));
    }
    return numbers.at(NFTA_CT_DIRECTION) == IP_CT_DIR_ORIGINAL
            // both directions have the same protocol, of which the kernel says none
            && (directed || numbers.at(NFTA_CT_KEY) == NFT_CT_PROTOCOL)
        ? new LoadConnection(numbers.at(NFTA_CT_KEY), numbers.at(NFTA_CT_DREG))
        : new Other("ct");
  }

  /** Returns whether an attribute of an expression is nested bytes. */
  private static boolean isData(String name, int type) {
    return switch (name) {
      case "cmp" -> type == NFTA_CMP_DATA;
      case "immediate" -> type == NFTA_IMMEDIATE_DATA;
      case "bitwise" -> type == NFTA_BITWISE_MASK || type == NFTA_BITWISE_XOR;
      default -> false;
    };
  }

  private static void number(AttributeReader reader, Map<Integer, Long> numbers) {
    switch (reader.length()) {
      case 1 -> numbers.put(reader.type(), (long) reader.u8());
      case 4 -> numbers.put(reader.type(), reader.be32());
      default -> {}
    }
  }

  /** One byte, or two in host order, or the code of a verdict. */
  private static long valueOf(AttributeReader reader, Map<Integer, Long> numbers) {
    long value = -1;
    reader.enter();
    while (reader.next()) {
      if (reader.type() == NFTA_DATA_VALUE) {
        numbers.put(DATA_LENGTH, (long) reader.length());
        value =
            switch (reader.length()) {
              case 1 -> reader.u8();
              case Short.BYTES ->
                  Short.toUnsignedInt(
                      ByteBuffer.wrap(reader.bytes()).order(ByteOrder.nativeOrder()).getShort());
              default -> -1;
            };
      } else if (reader.type() == NFTA_DATA_VERDICT) {
        reader.enter();
        while (reader.next()) {
          if (reader.type() == NFTA_VERDICT_CODE) {
            value = reader.be32();
          }
        }
        reader.leave();
      }
    }
    reader.leave();
    return value;
  }

  /** A number whose bytes are in network order. */
  private static short ofNetwork(short number) {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? number : Short.reverseBytes(number);
  }

  /** The attributes of an expression that are numbers, 0 where one is not there. */
  private record Numbers(Map<Integer, Long> all) {
    boolean has(int type) {
      return all.containsKey(type);
    }

    int at(int type) {
      return (int) (long) all.getOrDefault(type, 0L);
    }
  }
}
