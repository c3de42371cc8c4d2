package dev.lvs.operator.status.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.compile.problem.Consequence;
import dev.lvs.compile.problem.Problem;
import dev.lvs.compile.problem.Reason;
import dev.lvs.operator.status.EntrySamples;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {
  private static final ResourceName WEB = ResourceName.parse("VirtualService shop/web");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | ''
          1 | n1
          2 | n1 and n2
          3 | n1, n2 and n3
          5 | n1, n2, n3, n4 and n5
          6 | n1, n2, n3, n4, n5 and 1 more
          90 | n1, n2, n3, n4, n5 and 85 more
          """)
  void namesAFew(int names, String text) {
    assertThat(Sentences.list(names(names))).isEqualTo(text);
  }

  /** A message of a condition may have 32 KiB. */
  @Property(tries = 50)
  void stayShortHoweverManyThereAre(@ForAll @IntRange(max = 20_000) int many) {
    assertThat(Sentences.list(names(many))).hasSizeLessThan(100);
    assertThat(Sentences.all(names(many))).hasSizeLessThan(100);
  }

  @Test
  void saysAFewSentencesAndHowManyMore() {
    assertThat(Sentences.all(List.of("A.", "B."))).isEqualTo("A. B.");
    assertThat(Sentences.all(names(8))).isEqualTo("n1 n2 n3 n4 n5 And 3 more.");
    assertThat(Sentences.all(List.of())).isEmpty();
  }

  @Test
  void saysEachProblemWithItsField() {
    Problem one =
        new Problem(WEB, "spec.ports", Reason.INVALID_PORT, Consequence.REFUSED, "Wrong.");
    Problem other =
        new Problem(WEB, "spec.addresses", Reason.VIP_IN_USE, Consequence.REFUSED, "Taken.");

    assertThat(Sentences.problems(List.of(one, other)))
        .isEqualTo("spec.ports: Wrong. spec.addresses: Taken.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Why. | -A web  | ENOENT |   |   | Node a: Why. (-A web: ENOENT)
          Why. | -A web  |        |   |   | Node a: Why. (-A web: NotOurs)
          Why. |         |        |   |   | Node a: Why.
               |         |        |   |   | Node a: NotOurs; see the log of lvs-node-agent there.
          Why. |         |        | 1 |   | Node a: Why.
          Why. |         |        | 7 |   | Node a: Why. This is so of 7.
          Why. |         |        | 1 | 3 | Node a: Why. This is so of 1 of 3.
               | -A web  | EPERM  | 2 |   | Node a: NotOurs; see the log of lvs-node-agent there. (-A web: EPERM) This is so of 2.
          """)
  void saysWhatANodeSaysMadeOfItsData(
      @Nullable String message,
      @Nullable String change,
      @Nullable String errno,
      @Nullable Integer affected,
      @Nullable Integer total,
      String text) {
    ResourceNumbers numbers =
        affected == null ? null : new ResourceNumbers(affected, total, null, null, null, null);
    ResourceReport entry =
        new ResourceReport(
            WEB,
            1L,
            null,
            ResourceState.NOT_PROGRAMMED,
            "NotOurs",
            numbers,
            change == null ? null : new FailedChange(change, errno),
            message);

    assertThat(Sentences.said("a", entry)).isEqualTo(text);
  }

  @Test
  void saysTheReasonOfANodeWhereThereAreNoWords() {
    assertThat(
            Sentences.brief(
                "a", EntrySamples.so(WEB.toString(), ResourceState.UNKNOWN, "Lost", "Why.")))
        .isEqualTo("a (Why.)");
    assertThat(
            Sentences.brief(
                "a", EntrySamples.with(WEB.toString(), ResourceState.UNKNOWN, "Lost", null, null)))
        .isEqualTo("a (Lost)");
  }

  private static List<String> names(int many) {
    return IntStream.rangeClosed(1, many).mapToObj(i -> "n" + i).toList();
  }
}
