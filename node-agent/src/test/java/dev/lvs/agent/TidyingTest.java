package dev.lvs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TidyingTest {
  private int collections;
  private final Tidying tidying = new Tidying(() -> collections++);

  @Test
  void leavesAQuietAgentAlone() {
    quietRound(0);
    quietRound(Tidying.MANY - 1);
    quietRound(0);

    assertThat(collections).isZero();
  }

  @Test
  void collectsOnceAfterAPlan() {
    tidying.afterPlan();
    tidying.afterRound(3);
    assertThat(collections).isZero();

    quietRound(0);
    quietRound(0);

    assertThat(collections).isEqualTo(1);
  }

  @Test
  void collectsOnceMoreWhenTheManyChangesOfAPlanWereRead() {
    tidying.afterPlan();
    tidying.afterRound(Tidying.MANY);

    quietRound(0);
    assertThat(collections).isEqualTo(1);
    quietRound(0);
    assertThat(collections).isEqualTo(2);
    quietRound(0);
    assertThat(collections).isEqualTo(2);
  }

  @Test
  void collectsAfterManyChangesThatNoPlanAskedFor() {
    quietRound(Tidying.MANY);
    assertThat(collections).isZero();

    quietRound(0);
    quietRound(0);
    quietRound(0);

    assertThat(collections).isEqualTo(2);
  }

  /** A look at the kernel without news of a plan. */
  private void quietRound(int changes) {
    tidying.inQuiet();
    tidying.afterRound(changes);
  }
}
