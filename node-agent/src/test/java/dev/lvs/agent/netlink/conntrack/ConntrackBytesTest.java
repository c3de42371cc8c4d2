package dev.lvs.agent.netlink.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.Flow;
import dev.lvs.agent.model.Flow.Direction;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Answer.Refused;
import dev.lvs.agent.netlink.Captured;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Message;
import dev.lvs.ipvs.Protocol;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A datagram to 192.0.2.10:53 that goes on to 192.0.2.21:5353, and the like over IPv6. */
class ConntrackBytesTest {
  @Test
  void listsConnectionsWithBothTheirDirections() {
    Flow four = flows("get-ipv4", AddressFamily.IPV4).getFirst();
    Flow six = flows("get-ipv6", AddressFamily.IPV6).getFirst();

    assertThat(four.protocol()).isEqualTo(Protocol.UDP);
    assertThat(four.original()).isEqualTo(from("192.0.2.1", four, "192.0.2.10", 53));
    assertThat(four.reply())
        .isEqualTo(
            new Direction(ip("192.0.2.21"), 5353, ip("192.0.2.1"), four.original().sourcePort()));
    assertThat(four.isRewritten()).isFalse();
    assertThat(six.original().destination()).isEqualTo(ip("2001:db8::10"));
    assertThat(six.reply().source()).isEqualTo(ip("2001:db8::21"));
    assertThat(six.reply().sourcePort()).isEqualTo(53);
  }

  @Test
  void deletesOneConnection() {
    Flow four = flows("get-ipv4", AddressFamily.IPV4).getFirst();
    Flow six = flows("get-ipv6", AddressFamily.IPV6).getFirst();

    assertThat(answer("delete-ipv4", FlowEntry.delete(four))).isEqualTo(Answer.ACCEPTED);
    assertThat(answer("delete-ipv6", FlowEntry.delete(six))).isEqualTo(Answer.ACCEPTED);
    assertThat(answer("delete-missing", FlowEntry.delete(four)))
        .isEqualTo(new Refused(Errno.ENOENT, Optional.empty()));
  }

  private static Direction from(String source, Flow flow, String destination, int port) {
    return new Direction(ip(source), flow.original().sourcePort(), ip(destination), port);
  }

  private static List<Flow> flows(String name, AddressFamily family) {
    Captured captured = Captured.read("conntrack/" + name);
    Message question = FlowEntry.getAll(family);
    List<Flow> flows = new ArrayList<>();
    assertThat(captured.encoded(question)).isEqualTo(captured.request());
    assertThat(
            captured
                .replayed()
                .dump(question, (_, reply) -> FlowEntry.read(reply).ifPresent(flows::add)))
        .isEqualTo(Answer.ACCEPTED);
    return flows;
  }

  private static Answer answer(String name, Message message) {
    Captured captured = Captured.read("conntrack/" + name);
    assertThat(captured.encoded(message)).isEqualTo(captured.request());
    return captured.replayed().execute(message);
  }

  private static IpAddress ip(String text) {
    return IpAddress.parse(text);
  }
}
