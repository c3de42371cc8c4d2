package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Result of the health check of one real server in one virtual service. With several destinations
 * it is that of the first for which the same is so.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServerCheck(
    @JsonPropertyDescription("The virtual service.") @Required ResourceName service,
    @JsonPropertyDescription("Address and port of the destination.") @Required String destination,
    @JsonPropertyDescription(
            "What a probe found last, or why there is none, e.g. HTTP 503 from"
                + " 192.0.2.21:8080/healthz; absent where a report is too large for it.")
        @Nullable String cause,
    @JsonPropertyDescription(
            "How many probes in a row had failed when that was said; it is not said anew with each.")
        @Nullable Integer failures,
    @JsonPropertyDescription("When a probe succeeded last before that, RFC 3339.")
        @Nullable String lastGood,
    @JsonPropertyDescription("When the certificate that it showed last expires, RFC 3339.")
        @Nullable String certificateEnd) {
  /** All of it in words, e.g. {@code HTTP 503 from 192.0.2.21:8080/healthz, 3 times}. */
  public String words() {
    return Stream.of(
            Optional.ofNullable(cause)
                .map(text -> failures == null || failures < 2 ? text : text + timesFailed()),
            Optional.ofNullable(lastGood).map("last good %s"::formatted),
            Optional.ofNullable(certificateEnd).map("its certificate expires at %s"::formatted))
        .flatMap(Optional::stream)
        .collect(Collectors.joining("; "));
  }

  private String timesFailed() {
    return ", " + failures + " times";
  }

  /** The same without the words for people. */
  ServerCheck withoutText() {
    return new ServerCheck(service, destination, null, failures, lastGood, certificateEnd);
  }
}
