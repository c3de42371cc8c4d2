package dev.lvs.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.Set;

/**
 * Thrown when the API server rejects an object and a retry would not help: a person has to act. The
 * message says how.
 */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final int UNPROCESSABLE = 422;
  private static final int TOO_LARGE = 413;
  private static final int LONGEST_ANSWER = 300;

  /** Codes of refusals, besides that of size: whatever else fails is worth another try. */
  private static final Set<Integer> REFUSALS =
      Set.of(HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_FORBIDDEN, UNPROCESSABLE);

  private RefusedException(String message, KubernetesClientException answer) {
    super(message, answer);
  }

  /** This exception if {@code answer} to a write of {@code object} is a refusal. */
  static Optional<RefusedException> of(HasMetadata object, KubernetesClientException answer) {
    boolean tooLarge = isTooLarge(answer);
    if (!tooLarge && !REFUSALS.contains(answer.getCode())) {
      return Optional.empty();
    }
    return Optional.of(
        new RefusedException(
            "The API server does not take %s %s (%s). What it took before stays in force. %s"
                .formatted(
                    object.getKind(),
                    object.getMetadata().getName(),
                    words(answer),
                    tooLarge
                        ? "Let it and its etcd take requests of 1 MiB and more, or have the"
                            + " VirtualServices served by more DirectorGroups."
                        : "See that the CRDs and the rights of this version are installed (kubectl"
                            + " apply --server-side -k deploy/kustomize), and which admission"
                            + " policy is in the way."),
            answer));
  }

  /** The API server says so by a code, etcd and its client only in words. */
  private static boolean isTooLarge(KubernetesClientException answer) {
    String words = words(answer);
    return answer.getCode() == TOO_LARGE
        || words.contains("request is too large")
        || words.contains("larger than max");
  }

  private static String words(KubernetesClientException answer) {
    String words =
        answer.getStatus() == null || answer.getStatus().getMessage() == null
            ? String.valueOf(answer.getMessage())
            : answer.getStatus().getMessage();
    return words.length() <= LONGEST_ANSWER ? words : words.substring(0, LONGEST_ANSWER) + "…";
  }
}
