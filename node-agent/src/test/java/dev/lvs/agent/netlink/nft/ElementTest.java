package dev.lvs.agent.netlink.nft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An element that is not one of ours is none, however long its key and value are. */
class ElementTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 7, 8, 9, 10, 12, 16, 31, 32, 33, 34, 64})
  void readsValuesOfAnyLength(int bytes) {
    Element element = new Element("", "", "c6".repeat(bytes));

    assertThat(element.address().isPresent()).isEqualTo(bytes == 4 || bytes == 16);
    assertThat(element.mark().isPresent()).isEqualTo(bytes == 4);
    assertThat(element.ports()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 8, 11, 12, 13, 16, 23, 24, 25, 28, 64})
  void readsKeysOfAnyLength(int bytes) {
    String key = "01".repeat(bytes);

    assertThat(new Element(key, key, "").ports()).isEmpty();
    assertThat(new Element(key, "", "").ports()).isEmpty();
  }
}
