package dev.lvs.agent.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.MalformedReplyException;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.Netlink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests by netlink that any Linux kernel answers to any user. */
class NetlinkSocketTest {
  private static final int RTM_GETLINK = 18;
  private static final int IFLA_IFNAME = 3;
  private static final Message EVERY_FAMILY =
      new Message(
          Netlink.GENL_ID_CTRL,
          0,
          writer -> writer.fixedU8(Netlink.CTRL_CMD_GETFAMILY).fixedU8(1).fixedU16(0));

  @Test
  void findsTheFamilyThatEveryKernelHas() {
    try (Exchange exchange = new Exchange(new NetlinkSocket(Netlink.NETLINK_GENERIC))) {
      assertThat(GenericFamily.resolve(exchange, "nlctrl"))
          .isEqualTo(new GenericFamily.Present("nlctrl", 16));
    }
  }

  @Test
  void saysThatAFamilyIsAbsent() {
    try (Exchange exchange = new Exchange(new NetlinkSocket(Netlink.NETLINK_GENERIC))) {
      assertThat(GenericFamily.resolve(exchange, "LVS_NO_SUCH"))
          .isEqualTo(new GenericFamily.Absent("LVS_NO_SUCH"));
    }
  }

  @Test
  void listsInterfacesOneDumpAfterAnother() {
    try (Exchange exchange = new Exchange(new NetlinkSocket(Netlink.NETLINK_ROUTE))) {
      List<String> first = interfaces(exchange);
      List<String> second = interfaces(exchange);

      assertThat(first).contains("lo").isEqualTo(second);
    }
  }

  @Test
  void passesOnTheKernelsRefusal() {
    try (Exchange exchange = new Exchange(new NetlinkSocket(Netlink.NETLINK_GENERIC))) {
      Message nonsense = new Message(16, 0, writer -> writer.fixedU8(99).fixedU8(1).fixedU16(0));

      assertThat(exchange.execute(List.of(nonsense)))
          .containsExactly(new Answer.Refused(Errno.EOPNOTSUPP, Optional.empty()));
    }
  }

  @Test
  void forgetsADumpThatWasLeftInTheMiddle() {
    try (Exchange exchange = new Exchange(new NetlinkSocket(Netlink.NETLINK_GENERIC))) {
      assertThatThrownBy(() -> exchange.dump(EVERY_FAMILY, (_, payload) -> payload.bytes(9)))
          .isInstanceOf(MalformedReplyException.class);

      List<Integer> seen = new ArrayList<>();
      assertThat(exchange.dump(EVERY_FAMILY, (type, _) -> seen.add(type)))
          .isEqualTo(Answer.ACCEPTED);
      assertThat(seen).containsOnly(Netlink.GENL_ID_CTRL).isNotEmpty();
    }
  }

  private static List<String> interfaces(Exchange exchange) {
    List<String> names = new ArrayList<>();
    Message everyLink =
        new Message(
            RTM_GETLINK, 0, writer -> writer.fixedU32(0).fixedU32(0).fixedU32(0).fixedU32(0));
    Answer answer = exchange.dump(everyLink, (_, payload) -> names.add(name(payload)));
    assertThat(answer).isEqualTo(Answer.ACCEPTED);
    return names;
  }

  private static String name(AttributeReader payload) {
    for (int i = 0; i < 4; i++) {
      payload.fixedU32();
    }
    while (payload.next()) {
      if (payload.type() == IFLA_IFNAME) {
        return payload.string();
      }
    }
    return "";
  }
}
