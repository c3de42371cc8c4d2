package dev.lvs.operator;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Refuses every write of an operator whose Lease was not renewed for {@link #VALID}, before the
 * request is sent.
 *
 * <p>A process that stood still, or could not reach the API server, does not know yet that another
 * one leads: its threads may go on before the one that renews the Lease. Another operator may take
 * the Lease after 15 s (LeaderElectionConfiguration of JOSDK), so none writes at the same time.
 */
final class LeaseGuard implements Interceptor {
  /** As long as a leader may go without a renewal before it gives up. */
  static final Duration VALID = Duration.ofSeconds(10);

  /** Questions of what this process may do, which are asked by a write that changes nothing. */
  private static final String REVIEWS = "/authorization.k8s.io/";

  private final String lease;
  private final LongSupplier nanoTime;

  /** When the Lease was written last, with success or without; one thread does that. */
  private volatile Optional<Long> sent = Optional.empty();

  private volatile Optional<Long> renewed = Optional.empty();

  /**
   * @param lease name of the Lease
   * @param nanoTime a clock that goes on while the process stands still
   */
  LeaseGuard(String lease, LongSupplier nanoTime) {
    this.lease = lease;
    this.nanoTime = nanoTime;
  }

  /** Has the clients of {@code builder} ask this one before each request. */
  KubernetesClientBuilder guard(KubernetesClientBuilder builder) {
    return builder.withHttpClientBuilderConsumer(
        http -> http.addOrReplaceInterceptor("lease", this));
  }

  /**
   * Takes note of a renewal, and refuses all other writes without one.
   *
   * @throws IllegalStateException where another operator may lead
   */
  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    before(request.method(), request.uri());
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (response.isSuccessful()) {
      after(request.method(), request.uri());
    }
  }

  void before(String method, URI target) {
    if (method.equals("GET")) {
      return;
    }
    long now = nanoTime.getAsLong();
    if (isLease(target)) {
      sent = Optional.of(now);
      return;
    }
    if (target.getPath().contains(REVIEWS)) {
      return;
    }
    if (renewed.filter(at -> now - at < VALID.toNanos()).isEmpty()) {
      throw new IllegalStateException(
          "not written, for another operator may lead: the Lease %s was not renewed for %d s"
              .formatted(lease, VALID.toSeconds()));
    }
  }

  /**
   * Takes note that a request was successful. The time counts at which it was sent: when the API
   * server took it is not known.
   */
  void after(String method, URI target) {
    if (!method.equals("GET") && isLease(target)) {
      renewed = sent;
    }
  }

  /** Returns whether this writes the Lease; the first write of it names only the collection. */
  private boolean isLease(URI target) {
    String path = target.getPath();
    return path.endsWith("/leases/" + lease) || path.endsWith("/leases");
  }
}
