package dev.lvs.agent.probe.http;

import dev.lvs.agent.probe.Checker;
import dev.lvs.agent.probe.Dialogue;
import dev.lvs.agent.probe.Expectation;
import dev.lvs.agent.probe.Target;
import dev.lvs.agent.syscall.IpSockets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Checks that a server answers an HTTP/1.1 request as expected, on a connection that is not reused.
 *
 * @param method of the request, e.g. GET or HEAD
 * @param path beginning with a slash, with its query
 * @param host the Host header; empty for the address and port that are asked
 * @param headers others, by name
 * @param status the codes that are expected, of which one suffices
 * @param body the text that the body has to have; with it the answer is read to its end, at most
 *     128 KiB
 */
public record HttpChecker(
    String method,
    String path,
    Optional<String> host,
    SortedMap<String, String> headers,
    List<StatusRange> status,
    Optional<Expectation> body)
    implements Checker {
  public HttpChecker {
    headers = new TreeMap<>(headers);
    status = List.copyOf(status);
  }

  /** A GET that expects 200 to 299. */
  public static HttpChecker get(String path) {
    return new HttpChecker(
        "GET",
        path,
        Optional.empty(),
        new TreeMap<>(),
        List.of(new StatusRange(200, 299)),
        Optional.empty());
  }

  @Override
  public IpSockets.Kind transport() {
    return IpSockets.Kind.TCP;
  }

  @Override
  public Dialogue begin(Target target) {
    return new Exchange(target);
  }

  private byte[] request(Target target) {
    StringBuilder text = new StringBuilder(160);
    text.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    header(text, "Host", host.orElseGet(target::toString));
    if (headers.keySet().stream().noneMatch("user-agent"::equalsIgnoreCase)) {
      header(text, "User-Agent", "lvs-operator");
    }
    header(text, "Connection", "close");
    for (Map.Entry<String, String> one : headers.entrySet()) {
      header(text, one.getKey(), one.getValue());
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void header(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append("\r\n");
  }

  private final class Exchange implements Dialogue {
    private final Target target;
    private final HttpResponse response = new HttpResponse();

    Exchange(Target target) {
      this.target = target;
    }

    @Override
    public Step connected() {
      return Step.send(request(target));
    }

    @Override
    public Step received(ByteBuffer bytes) {
      response.take(bytes);
      return next();
    }

    @Override
    public Step ended() {
      response.end();
      return next();
    }

    @Override
    public String missing() {
      return response.status() == 0 ? "no HTTP answer" : "no end of the HTTP answer";
    }

    private Step next() {
      int got = response.status();
      if (got != 0 && status.stream().noneMatch(range -> range.contains(got))) {
        String expected = status.stream().map(Object::toString).collect(Collectors.joining(", "));
        return Step.failed("HTTP " + got + " from " + target + path + ", expected " + expected);
      }
      if (got != 0 && (body.isEmpty() || method.equals("HEAD"))) {
        return Step.passed();
      }
      if (response.flaw().isPresent()) {
        return Step.failed(response.flaw().get() + " (" + target + path + ")");
      }
      return response.isOver() ? search(body.orElseThrow()) : Step.WAIT;
    }

    private Step search(Expectation wanted) {
      String where = "the body of " + target + path;
      int found = wanted.find(response.body(), response.size());
      if (found == Expectation.GIVEN_UP) {
        return Step.failed(Expectation.tooDear(wanted, where));
      }
      return found >= 0
          ? Step.passed()
          : Step.failed(where + " does not have " + wanted.title() + extent());
    }

    private String extent() {
      return response.size() == HttpResponse.MOST_BODY
          ? " in its first " + HttpResponse.MOST_BODY / 1024 + " KiB"
          : "";
    }
  }
}
