package dev.lvs.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.verdict.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldingTest {
  @Test
  @Row("log-folded")
  void saysFewOneByOne() {
    List<String> few = List.of("shop/a: NoInterface", "shop/b: NoInterface");

    assertThat(Folding.fold(few)).isEqualTo(few);
  }

  @Test
  @Row("log-folded")
  void saysManyOfOneKindInOneLineThatCountsThem() {
    List<String> many =
        new ArrayList<>(
            IntStream.range(0, 10_000)
                .mapToObj(
                    "VirtualService shop/web-%1$d: ipvsadm -A -t 192.0.2.%1$d:80: NoX: no x"
                        ::formatted)
                .toList());
    many.add(17, "VirtualService shop/other: something else");

    assertThat(Folding.fold(many))
        .containsExactly(
            "VirtualService shop/web-0: ipvsadm -A -t 192.0.2.0:80: NoX: no x"
                + " (And 9999 more of this kind.)",
            "VirtualService shop/other: something else");
  }
}
