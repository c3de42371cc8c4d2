package dev.lvs.agent.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class AttributesTest {
  private final AttributeWriter writer = new AttributeWriter(8);

  @Test
  void writesWhatItReads() {
    writer
        .u8(1, 255)
        .u16(2, 65535)
        .be16(3, 80)
        .u32(4, 0xffff_ffffL)
        .be32(5, 0xffffff00L)
        .u64(6, -1)
        .string(7, "wrr")
        .be128(8, 0x0a00_0001_0000_0000L, 0)
        .begin(9)
        .u8(1, 7)
        .end();

    AttributeReader reader = reader(writer);
    assertThat(next(reader).u8()).isEqualTo(255);
    assertThat(next(reader).u16()).isEqualTo(65535);
    assertThat(next(reader).be16()).isEqualTo(80);
    assertThat(next(reader).u32()).isEqualTo(0xffff_ffffL);
    assertThat(next(reader).be32()).isEqualTo(0xffffff00L);
    assertThat(next(reader).u64()).isEqualTo(-1);
    assertThat(next(reader).string()).isEqualTo("wrr");
    assertThat(next(reader).bytes(4)).containsExactly(10, 0, 0, 1);
    assertThat(next(reader).type()).isEqualTo(9);
    reader.enter();
    assertThat(next(reader).u8()).isEqualTo(7);
    assertThat(reader.next()).isFalse();
    reader.leave();
    assertThat(reader.next()).isFalse();
  }

  @Test
  void padsToFourBytesAndMarksNests() {
    writer.begin(1).string(6, "rr").be16(4, 80).end();

    assertThat(HexFormat.ofDelimiter(" ").formatHex(bytes(writer)))
        .isEqualTo("14 00 01 80 07 00 06 00 72 72 00 00 06 00 04 00 00 50 00 00");
  }

  @Test
  void copiesAttributesThatAreAboutTheSameAsBefore() {
    List<String> written = new ArrayList<>();
    BiConsumer<AttributeWriter, String> name =
        (to, text) -> {
          written.add(text);
          to.begin(1).string(2, text).end();
        };
    writer.u8(7, 7).repeat("rr", name);
    int end = writer.length();
    writer.repeat("rr", name).repeat("wrr", name);
    writer.cutTo(end);
    writer.repeat("wrr", name).repeat("rr", name);
    String repeated = HexFormat.of().formatHex(bytes(writer));

    assertThat(written).containsExactly("rr", "wrr", "wrr", "rr");
    writer.clear();
    BiConsumer<AttributeWriter, String> plain = (to, text) -> to.begin(1).string(2, text).end();
    writer.u8(7, 7);
    List.of("rr", "wrr", "rr").forEach(text -> plain.accept(writer, text));
    assertThat(repeated).isEqualTo(HexFormat.of().formatHex(bytes(writer)));
  }

  @Test
  void refusesToWriteAValueThatDoesNotFit() {
    assertThatThrownBy(() -> writer.u16(1, 65536)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.u32(1, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void leavesANestThatItDidNotReadToItsEnd() {
    writer.begin(1).u8(1, 1).u8(2, 2).end().u8(3, 3);

    AttributeReader reader = reader(writer);
    next(reader).enter();
    next(reader);
    reader.leave();

    assertThat(next(reader).u8()).isEqualTo(3);
  }

  @Test
  void acceptsALastAttributeWithoutItsPadding() {
    AttributeReader reader = reader("05 00 01 00 2a");

    assertThat(next(reader).u8()).isEqualTo(42);
    assertThat(reader.next()).isFalse();
  }

  @Test
  void acceptsAStringWithoutItsNul() {
    assertThat(next(reader("06 00 01 00 72 72")).string()).isEqualTo("rr");
  }

  @Test
  void neverGoesInCirclesOnALengthOfZero() {
    AttributeReader reader = reader("00 00 01 00 00 00 00 00");

    assertThatThrownBy(reader::next)
        .isInstanceOf(MalformedReplyException.class)
        .hasMessage("attribute 1 says it is 0 bytes long where 8 are left");
  }

  @Test
  void neverReadsBehindItsMessage() {
    assertThatThrownBy(() -> reader("09 00 01 00 00 00 00 00").next())
        .isInstanceOf(MalformedReplyException.class);
    assertThatThrownBy(() -> reader("08 00 01").next()).isInstanceOf(MalformedReplyException.class);
    assertThatThrownBy(() -> reader("01 02 03").fixedU32())
        .isInstanceOf(MalformedReplyException.class);
  }

  @Test
  void readsAValueOnlyAtItsTypesLength() {
    AttributeReader reader = next(reader("06 00 01 00 00 50 00 00"));

    assertThat(reader.be16()).isEqualTo(80);
    assertThatThrownBy(reader::u32)
        .isInstanceOf(MalformedReplyException.class)
        .hasMessage("attribute 1 has 2 bytes where 4 are expected");
    assertThatThrownBy(() -> reader.bytes(4)).isInstanceOf(MalformedReplyException.class);
  }

  private static AttributeReader next(AttributeReader reader) {
    assertThat(reader.next()).isTrue();
    return reader;
  }

  private static AttributeReader reader(String hex) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
    return new AttributeReader(bytes, 0, bytes.length);
  }

  private static AttributeReader reader(AttributeWriter writer) {
    return new AttributeReader(bytes(writer), 0, writer.length());
  }

  private static byte[] bytes(AttributeWriter writer) {
    byte[] bytes = new byte[writer.length()];
    writer.written().get(bytes);
    return bytes;
  }
}
