package dev.lvs.agent.netlink.nft;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.netlink.AttributeReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableEventsTest {
  private static final int NFT = Nftables.NFNL_SUBSYS_NFTABLES << 8;
  private static final int INET = Nftables.NFPROTO_INET;

  @ParameterizedTest
  @CsvSource({
    (NFT | Nftables.NFT_MSG_DELTABLE) + ", " + INET + ", lvs-operator, true",
    (NFT | Nftables.NFT_MSG_NEWSETELEM) + ", " + INET + ", lvs-operator, true",
    (NFT | Nftables.NFT_MSG_DELTABLE) + ", " + INET + ", kube-proxy, false",
    (NFT | Nftables.NFT_MSG_DELTABLE) + ", 2, lvs-operator, false",
    Nftables.NFT_MSG_DELTABLE + ", " + INET + ", lvs-operator, false"
  })
  void onlyOurTableMatters(int type, int family, String table, boolean matters) {
    byte[] name = (table + "\0").getBytes(US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
    bytes.put((byte) family).put((byte) 0).putShort((short) 0);
    // something else before it, as new kernels might have
    bytes.putShort((short) 8).putShort((short) 7).putInt(1);
    bytes.putShort((short) (4 + name.length)).putShort((short) Nftables.NFTA_TABLE_NAME).put(name);
    AttributeReader payload = new AttributeReader(bytes.array(), 0, bytes.position());

    assertThat(TableEvents.matter(type, payload)).isEqualTo(matters);
  }
}
