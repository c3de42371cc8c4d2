package dev.lvs.agent.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.netlink.conntrack.FlowEntry;
import dev.lvs.agent.netlink.ipvs.DestinationEntry;
import dev.lvs.agent.netlink.ipvs.IpvsVersion;
import dev.lvs.agent.netlink.ipvs.ServiceEntry;
import dev.lvs.agent.netlink.ipvs.SyncDaemonEntry;
import dev.lvs.agent.netlink.ipvs.Timeouts;
import dev.lvs.agent.netlink.route.InterfaceAddress;
import dev.lvs.agent.netlink.route.Link;
import dev.lvs.agent.netlink.route.Route;
import dev.lvs.net.AddressFamily;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Fuzzes the bytes of replies: reading them ends, and fails in no way but the named one. */
class RepliesFuzzTest {
  private static final Message QUESTION = new Message(0x1c, 0, _ -> {});

  /** Every decoder of a reply. */
  private static final List<Consumer<AttributeReader>> DECODERS =
      List.of(
          FlowEntry::read,
          RepliesFuzzTest::service,
          RepliesFuzzTest::destination,
          Timeouts::read,
          IpvsVersion::read,
          SyncDaemonEntry::read,
          Link::read,
          InterfaceAddress::read,
          Route::read);

  @Property
  void attributesOfAnyBytesComeToAnEnd(@ForAll @Size(max = 200) byte[] bytes) {
    namedErrorOnly(() -> walk(new AttributeReader(bytes, 0, bytes.length), 0));
  }

  @Property
  void decodersTakeAnyBytes(@ForAll @Size(max = 200) byte[] bytes) {
    for (Consumer<AttributeReader> decoder : DECODERS) {
      namedErrorOnly(() -> decoder.accept(new AttributeReader(bytes, 0, bytes.length)));
    }
  }

  @Property
  void decodersTakeRepliesThatWereTamperedWith(@ForAll("tamperedReplies") byte[] reply) {
    for (Consumer<AttributeReader> decoder : DECODERS) {
      namedErrorOnly(() -> decoder.accept(new AttributeReader(reply, 16, reply.length)));
    }
  }

  @Property
  void everyExchangeWithATamperedReplyComesToAnEnd(@ForAll("tamperedReplies") byte[] reply) {
    namedErrorOnly(() -> exchange(reply).execute(QUESTION));
    namedErrorOnly(() -> exchange(reply).query(QUESTION, (_, payload) -> walk(payload, 0)));
    namedErrorOnly(() -> exchange(reply).dump(QUESTION, (_, payload) -> walk(payload, 0)));
  }

  @Property
  void everyExchangeWithAnyBytesComesToAnEnd(@ForAll @Size(max = 100) byte[] reply) {
    namedErrorOnly(() -> exchange(reply).execute(QUESTION));
    namedErrorOnly(() -> exchange(reply).dump(QUESTION, (_, payload) -> walk(payload, 0)));
  }

  /** Replies of real kernels with up to eight bytes changed, cut at any place. */
  @Provide
  Arbitrary<byte[]> tamperedReplies() {
    Arbitrary<byte[]> replies =
        Arbitraries.of(
                "ipvs/resolve-family",
                "ipvs/get-services",
                "ipvs/get-destinations",
                "ipvs/get-config",
                "ipvs/get-info",
                "ipvs/new-destination-again",
                "route/get-links",
                "route/get-link-ip6gre",
                "route/get-addresses",
                "route/get-routes-main",
                "route/new-address-again",
                "conntrack/get-ipv4",
                "conntrack/get-ipv6")
            .map(name -> Captured.read(name).reply(0));
    Arbitrary<List<Integer>> changes = Arbitraries.integers().list().ofMaxSize(8);
    return replies.flatMap(
        reply ->
            changes.flatMap(
                places ->
                    Arbitraries.integers()
                        .between(16, reply.length)
                        .map(length -> tampered(reply, places, length))));
  }

  /**
   * Changes one byte for each number, whose lower bits say where and whose upper bits say to what.
   */
  private static byte[] tampered(byte[] reply, List<Integer> changes, int length) {
    byte[] bytes = Arrays.copyOf(reply, length);
    for (int change : changes) {
      bytes[(change & 0xffff) % length] = (byte) (change >> 16);
    }
    return bytes;
  }

  private static Exchange exchange(byte[] reply) {
    return new Exchange(new ScriptedTransport().reply(reply));
  }

  private static void walk(AttributeReader reader, int depth) {
    int seen = 0;
    while (reader.next()) {
      // each attribute has at least its header
      assertThat(++seen).isLessThan(70_000);
      reader.string();
      reader.bytes();
      if (reader.length() >= 4 && depth < 6) {
        reader.enter();
        namedErrorOnly(() -> walk(reader, depth + 1));
        reader.leave();
      }
    }
  }

  private static void service(AttributeReader reader) {
    ServiceEntry entry = new ServiceEntry();
    if (entry.read(reader)) {
      entry.key();
      entry.settings();
      entry.statistics();
    }
  }

  private static void destination(AttributeReader reader) {
    DestinationEntry entry = new DestinationEntry(true);
    if (entry.read(reader, AddressFamily.IPV6)) {
      entry.key();
      entry.settings();
      entry.statistics();
    }
  }

  private static void namedErrorOnly(Runnable reading) {
    try {
      reading.run();
    } catch (MalformedReplyException named) {
      assertThat(named).hasMessageNotContaining("null");
    }
  }
}
