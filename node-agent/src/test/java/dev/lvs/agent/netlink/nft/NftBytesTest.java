package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.NFTA_GEN_ID;
import static dev.lvs.agent.netlink.nft.Nftables.NFTA_TABLE_USE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.SourceAddresses;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Answer.Refused;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Captured;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Message;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class NftBytesTest {
  private static final VipPorts HTTP = ports("192.0.2.10", Protocol.TCP, 80, 80);
  private static final VipPorts MEDIA = ports("192.0.2.10", Protocol.UDP, 10_000, 10_999);
  private static final VipPorts HTTP6 = ports("2001:db8::10", Protocol.TCP, 80, 80);
  private static final PacketRules EVERYTHING =
      new PacketRules(
              Map.of(HTTP, 0x3001L, HTTP6, 0xffff_ffffL),
              Set.of(MEDIA, ports("2001:db8::11", Protocol.TCP, 0, 65_535)),
              Map.of(
                  HTTP,
                  local(false, "198.51.100.1", "198.51.100.2"),
                  HTTP6,
                  local(true, "2001:db8:1::1"),
                  MEDIA,
                  new SourceAddresses.Masquerade()),
              Set.of())
          .withSegmentSizes(Map.of(HTTP, 1440, HTTP6, 1400));

  @Test
  void replacesTheTableInOneBatch() {
    assertThat(transacted("replace", NftRequests.replace(EVERYTHING))).isEqualTo(Answer.ACCEPTED);
  }

  @Test
  void deletesTheTable() {
    assertThat(transacted("delete", NftRequests.delete())).isEqualTo(Answer.ACCEPTED);
    assertThat(transacted("delete-missing", NftRequests.delete()))
        .isEqualTo(new Refused(Errno.ENOENT, Optional.empty()));
  }

  @Test
  void asksForTheGeneration() {
    assertThat(one("get-generation", NftRequests.getGeneration(), number(NFTA_GEN_ID)))
        .isPositive();
  }

  @Test
  void readsBackAllThatIsInTheTable() {
    Table table = new Table();
    long size = one("get-table", NftRequests.getTable(), number(NFTA_TABLE_USE));
    // of the two others nothing was captured; TableContract reads them back from a kernel
    for (Part part : EnumSet.complementOf(EnumSet.of(Part.OPENINGS, Part.KEPT))) {
      String name = part.chain().name();
      table.add(one("get-chain-" + name, NftRequests.getChain(name), Chain::read));
    }
    all("get-rules", NftRequests.getRules(), Rule::read).forEach(table::add);
    for (PortSet set : all("get-sets", NftRequests.getSets(), PortSet::read)) {
      table.add(set);
      all("get-elements-" + set.name(), NftRequests.getElements(set.name()), TableReader::elements)
          .forEach(list -> list.forEach(element -> table.add(set.name(), element)));
    }

    assertThat(table.meaning(size)).isEqualTo(EVERYTHING);
  }

  @Test
  void seesWhatIsAddedToARule() {
    Rule rule = all("get-rules", NftRequests.getRules(), Rule::read).getFirst();
    Table table = Table.of(EVERYTHING);

    table.add(rule);

    assertThat(table.meaning(table.size()).strays()).containsExactly("rules of " + rule.chain());
  }

  @Test
  void writesEveryExpressionThatItReads() {
    List<Rule> read = all("get-rules", NftRequests.getRules(), Rule::read);

    assertThat(read).containsExactlyInAnyOrderElementsOf(Table.of(EVERYTHING).rules());
    assertThat(read)
        .flatExtracting(Rule::expressions)
        .noneMatch(Expression.Other.class::isInstance);
  }

  private static Answer transacted(String name, List<Message> batch) {
    Captured captured = Captured.read("nft/" + name);
    List<byte[]> sent = new ArrayList<>();
    Answer answer = captured.transacted(batch, sent);
    assertThat(sent).containsExactly(captured.request());
    return answer;
  }

  private static <T> T one(String name, Message question, Function<AttributeReader, T> read) {
    Captured captured = Captured.read("nft/" + name);
    List<T> found = new ArrayList<>();
    assertThat(captured.encoded(question)).isEqualTo(captured.request());
    assertThat(captured.replayed().query(question, (_, reply) -> found.add(behind(reply, read))))
        .isEqualTo(Answer.ACCEPTED);
    return found.getFirst();
  }

  private static <T> List<T> all(String name, Message question, Function<AttributeReader, T> read) {
    Captured captured = Captured.read("nft/" + name);
    List<T> found = new ArrayList<>();
    assertThat(captured.encoded(question)).isEqualTo(captured.request());
    assertThat(captured.replayed().dump(question, (_, reply) -> found.add(behind(reply, read))))
        .isEqualTo(Answer.ACCEPTED);
    return found;
  }

  /** Behind {@code struct nfgenmsg}. */
  private static <T> T behind(AttributeReader reply, Function<AttributeReader, T> read) {
    reply.fixedU32();
    return read.apply(reply);
  }

  private static Function<AttributeReader, Long> number(int type) {
    return reply -> {
      long number = -1;
      while (reply.next()) {
        if (reply.type() == type) {
          number = reply.be32();
        }
      }
      return number;
    };
  }

  private static VipPorts ports(String vip, Protocol protocol, int first, int last) {
    return new VipPorts(IpAddress.parse(vip), protocol, first, last);
  }

  private static SourceAddresses local(boolean byClient, String... addresses) {
    return SourceAddresses.Local.of(
        List.of(addresses).stream().map(IpAddress::parse).toList(), byClient);
  }
}
