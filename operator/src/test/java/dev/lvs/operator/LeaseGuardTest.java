package dev.lvs.operator;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseGuardTest {
  private static final URI LEASE =
      URI.create(
          "https://api/apis/coordination.k8s.io/v1/namespaces/lvs-system/leases/lvs-operator");
  private static final URI PLAN =
      URI.create("https://api/apis/lvs.dev/v1alpha1/nodeplans/edge-1?force=true");

  private final AtomicLong now = new AtomicLong(-7);
  private final LeaseGuard guard = new LeaseGuard("lvs-operator", now::get);

  @Test
  void refusesWritesBeforeTheFirstRenewal() {
    assertThatThrownBy(this::write).hasMessageContaining("the Lease lvs-operator was not renewed");
    assertThatCode(() -> guard.before("GET", PLAN)).doesNotThrowAnyException();
  }

  @Test
  void letsItsRightsBeAskedForBeforeItLeads() {
    URI review = URI.create("https://api/apis/authorization.k8s.io/v1/selfsubjectrulesreviews");

    assertThatCode(() -> guard.before("POST", review)).doesNotThrowAnyException();
  }

  @Test
  void letsWritesThroughForAsLongAsARenewalIsValid() {
    renew(true);

    pass(LeaseGuard.VALID.minusNanos(1));
    assertThatCode(this::write).doesNotThrowAnyException();

    pass(Duration.ofNanos(1));
    assertThatThrownBy(this::write).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void countsFromWhenARenewalWasSent() {
    guard.before("PUT", LEASE);
    pass(LeaseGuard.VALID);
    guard.after("PUT", LEASE);

    assertThatThrownBy(this::write).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aRenewalThatFailsIsNone() {
    renew(false);

    assertThatThrownBy(this::write).isInstanceOf(IllegalStateException.class);
  }

  private void renew(boolean successful) {
    guard.before("PUT", LEASE);
    if (successful) {
      guard.after("PUT", LEASE);
    }
  }

  private void write() {
    guard.before("PATCH", PLAN);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
