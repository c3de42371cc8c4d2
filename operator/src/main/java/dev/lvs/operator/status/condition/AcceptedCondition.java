package dev.lvs.operator.status.condition;

import static dev.lvs.compile.problem.Consequence.REFUSED;

import dev.lvs.compile.problem.Problem;
import java.util.List;

/** The condition {@code Accepted}, with the same wording on every kind. */
public final class AcceptedCondition {
  private AcceptedCondition() {}

  /**
   * False where the resource is refused; true with the first problem's reason where a part is left
   * out or something is to be noted; else plainly true.
   */
  public static Verdict of(List<Problem> problems) {
    List<Problem> refusals =
        problems.stream().filter(problem -> problem.consequence() == REFUSED).toList();
    if (!refusals.isEmpty()) {
      return Verdict.no(
          Verdict.ACCEPTED, refusals.getFirst().reason().text(), Sentences.problems(refusals));
    }
    if (!problems.isEmpty()) {
      return Verdict.yes(
          Verdict.ACCEPTED, problems.getFirst().reason().text(), Sentences.problems(problems));
    }
    return Verdict.yes(Verdict.ACCEPTED, Verdict.ACCEPTED, "The spec is in force.");
  }

  public static boolean refused(List<Problem> problems) {
    return problems.stream().anyMatch(problem -> problem.consequence() == REFUSED);
  }
}
