package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A health check by an HTTP request, in clear text or by TLS. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!(has(self.expectBody) && has(self.expectBodyMatch))",
    message = "expectBody and expectBodyMatch exclude each other: keep one",
    fieldPath = ".expectBodyMatch")
@ValidationRule(
    value = "self.method != 'HEAD' || !(has(self.expectBody) || has(self.expectBodyMatch))",
    message = "the answer to HEAD has no body: use method GET, or remove the expectation of a body",
    fieldPath = ".method")
public record HttpCheck(
    @JsonPropertyDescription("Path of the request, with its query.")
        @Default("/")
        @Pattern("^/[!-~]*$")
        @Size(max = 1024)
        String path,
    @JsonPropertyDescription("Method of the request.") @Default("GET") HttpMethod method,
    @JsonPropertyDescription("Host header; default: the address and port that are asked.")
        @Pattern("^[!-~]+$")
        @Size(max = 253)
        @Nullable String host,
    @JsonPropertyDescription("More headers of the request.") @Size(max = 16) @NumberOrText
        Map<String, String> headers,
    @JsonPropertyDescription(
            "Status codes and ranges that mean healthy, e.g. 200 or 200-299; default: 200-299.")
        @NumberOrText
        @Pattern("^[1-5][0-9]{2}(-[1-5][0-9]{2})?$")
        @Size(max = 16)
        List<String> expectStatus,
    @JsonPropertyDescription("A text that the body has to have in its first 128 KiB.")
        @Size(min = 1, max = 1024)
        @Nullable String expectBody,
    @JsonPropertyDescription(
            "A regular expression (java.util.regex) that the body has to match somewhere in its"
                + " first 128 KiB; one that needs too many steps counts as a failure.")
        @Size(min = 1, max = 1024)
        @Nullable String expectBodyMatch,
    @JsonPropertyDescription("How https speaks TLS; default: any certificate, without a name.")
        @Nullable TlsOptions tls) {
  /** A GET of a path in clear text. */
  public static HttpCheck get(String path, @Nullable String host, List<String> expectStatus) {
    return new HttpCheck(path, HttpMethod.GET, host, Map.of(), expectStatus, null, null, null);
  }

  public HttpCheck {
    path = requireNonNullElse(path, "/");
    method = requireNonNullElse(method, HttpMethod.GET);
    headers = Collections.unmodifiableMap(new TreeMap<>(requireNonNullElse(headers, Map.of())));
    expectStatus = List.copyOf(requireNonNullElse(expectStatus, List.of()));
  }
}
