package dev.lvs.agent.netlink.conntrack;

import static dev.lvs.agent.netlink.conntrack.Conntrack.*;

import dev.lvs.agent.model.Flow;
import dev.lvs.agent.model.Flow.Direction;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.Message;
import dev.lvs.ipvs.Protocol;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An entry of conntrack ({@code ctnetlink_fill_info}). */
public final class FlowEntry {
  private FlowEntry() {}

  /** Asks for all connections of a family; a dump. */
  public static Message getAll(AddressFamily family) {
    return message(IPCTNL_MSG_CT_GET, family, _ -> {});
  }

  /** Deletes one connection, if it is still the same; a command. */
  public static Message delete(Flow flow) {
    return message(
        IPCTNL_MSG_CT_DELETE,
        flow.original().source().family(),
        writer -> {
          writer.begin(CTA_TUPLE_ORIG);
          write(writer, flow.protocol(), flow.original());
          writer.end();
          if (flow.zone() != 0) {
            writer.be16(CTA_ZONE, flow.zone());
          }
          writer.be32(CTA_ID, flow.id());
        });
  }

  private static Message message(int command, AddressFamily family, Message.Payload payload) {
    int number =
        switch (family) {
          case IPV4 -> AF_INET;
          case IPV6 -> AF_INET6;
        };
    return new Message(
        NFNL_SUBSYS_CTNETLINK << 8 | command,
        0,
        writer -> payload.writeTo(writer.fixedU8(number).fixedU8(NFNETLINK_V0).fixedU16(0)));
  }

  private static void write(AttributeWriter writer, Protocol protocol, Direction direction) {
    boolean four = direction.source().family() == AddressFamily.IPV4;
    writer
        .begin(CTA_TUPLE_IP)
        .bytes(four ? CTA_IP_V4_SRC : CTA_IP_V6_SRC, direction.source().toBytes())
        .bytes(four ? CTA_IP_V4_DST : CTA_IP_V6_DST, direction.destination().toBytes())
        .end()
        .begin(CTA_TUPLE_PROTO)
        .u8(CTA_PROTO_NUM, protocol.number())
        .be16(CTA_PROTO_SRC_PORT, direction.sourcePort())
        .be16(CTA_PROTO_DST_PORT, direction.destinationPort())
        .end();
  }

  /** Reads one entry, from behind the message's header; empty where it is of no use here. */
  public static Optional<Flow> read(AttributeReader reply) {
    reply.fixedU32();
    Tuple original = null;
    Tuple answer = null;
    long id = 0;
    int zone = 0;
    int state = 0;
    while (reply.next()) {
      switch (reply.type()) {
        case CTA_TUPLE_ORIG -> original = Tuple.read(reply);
        case CTA_TUPLE_REPLY -> answer = Tuple.read(reply);
        case CTA_ID -> id = reply.be32();
        case CTA_ZONE -> zone = reply.be16();
        case CTA_PROTOINFO -> state = tcpState(reply);
        default -> {}
      }
    }
    if (original == null || answer == null) {
      return Optional.empty();
    }
    boolean over = state == TCP_CONNTRACK_TIME_WAIT || state == TCP_CONNTRACK_CLOSE;
    return Optional.of(
        new Flow(original.protocol, original.direction, answer.direction, id, zone, over));
  }

  /** Reads the state of a connection of TCP; 0 for that of another protocol. */
  private static int tcpState(AttributeReader reader) {
    int state = 0;
    reader.enter();
    while (reader.next()) {
      if (reader.type() == CTA_PROTOINFO_TCP) {
        reader.enter();
        while (reader.next()) {
          if (reader.type() == CTA_PROTOINFO_TCP_STATE) {
            state = reader.u8();
          }
        }
        reader.leave();
      }
    }
    reader.leave();
    return state;
  }

  /** Tuple of one direction, as far as it was read. */
  private record Tuple(Protocol protocol, Direction direction) {
    static @Nullable Tuple read(AttributeReader reader) {
      IpAddress source = null;
      IpAddress destination = null;
      int[] numbers = new int[CTA_PROTO_DST_PORT + 1];
      reader.enter();
      while (reader.next()) {
        int part = reader.type();
        if (part != CTA_TUPLE_IP && part != CTA_TUPLE_PROTO) {
          continue;
        }
        reader.enter();
        while (reader.next()) {
          if (part == CTA_TUPLE_IP) {
            switch (reader.type()) {
              case CTA_IP_V4_SRC -> source = IpAddress.of(reader.bytes(4));
              case CTA_IP_V6_SRC -> source = IpAddress.of(reader.bytes(16));
              case CTA_IP_V4_DST -> destination = IpAddress.of(reader.bytes(4));
              case CTA_IP_V6_DST -> destination = IpAddress.of(reader.bytes(16));
              default -> {}
            }
          } else {
            switch (reader.type()) {
              case CTA_PROTO_NUM -> numbers[CTA_PROTO_NUM] = reader.u8();
              case CTA_PROTO_SRC_PORT, CTA_PROTO_DST_PORT -> numbers[reader.type()] = reader.be16();
              default -> {}
            }
          }
        }
        reader.leave();
      }
      reader.leave();
      return source == null || destination == null
          ? null
          : new Tuple(
              Protocol.of(numbers[CTA_PROTO_NUM]),
              new Direction(
                  source, numbers[CTA_PROTO_SRC_PORT], destination, numbers[CTA_PROTO_DST_PORT]));
    }
  }
}
