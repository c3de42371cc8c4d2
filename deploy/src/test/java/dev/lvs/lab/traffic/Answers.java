package dev.lvs.lab.traffic;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Results of several requests, written as {@code rs-52=3 rs-53=3}; one failure that they all share
 * is its bare word, {@code TIMEOUT}.
 *
 * @param all in the order of the requests
 */
public record Answers(List<ClientAnswer> all) {

  public Answers {
    all = List.copyOf(all);
  }

  /** Returns how many answers there are of each word. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    all.forEach(answer -> counts.merge(answer.word(), 1, Integer::sum));
    return counts;
  }

  /** Returns how many of the answers are this server's. */
  public int of(String server) {
    return counts().getOrDefault(server, 0);
  }

  /** Returns whether a server answered every request. */
  public boolean areComplete() {
    return replies().count() == all.size();
  }

  /** The addresses that the servers saw the clients at. */
  public List<String> clientsSeen() {
    return replies().map(ClientAnswer.Reply::client).distinct().sorted().toList();
  }

  /** The servers' own ends of the connections. */
  public List<String> localEnds() {
    return replies().map(ClientAnswer.Reply::local).distinct().sorted().toList();
  }

  private Stream<ClientAnswer.Reply> replies() {
    return all.stream()
        .filter(ClientAnswer.Reply.class::isInstance)
        .map(ClientAnswer.Reply.class::cast);
  }

  @Override
  public String toString() {
    Map<String, Integer> counts = counts();
    if (counts.size() == 1 && all.getFirst() instanceof ClientAnswer.Failure failure) {
      return failure.word();
    }
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
