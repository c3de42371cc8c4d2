package dev.lvs.tool.convert.manifest;

import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.compile.problem.ServerIssue;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.read.Origin;
import dev.lvs.tool.convert.read.ServiceBlock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A VirtualService with the RealServers that are made for it alone; if it is left out, they are
 * too.
 *
 * @param block block of the source that it is made of
 * @param shared the virtual servers that it expresses
 * @param names of the service and its real servers
 * @param realServers one for each destination, in their order; none where these stand inline
 */
public record ServiceDraft(
    ServiceBlock block,
    SharedServers shared,
    ServiceNames names,
    ManifestDraft service,
    List<ManifestDraft> realServers) {
  private static final Pattern INDEXED =
      Pattern.compile("spec\\.(addresses|ports|realServers\\.inline)\\[(\\d+)].*");

  public ServiceDraft {
    realServers = List.copyOf(realServers);
  }

  /**
   * One thing of a draft that can be left out without the rest.
   *
   * @param rest rest of the virtual servers without it; none where that is nothing
   */
  public record Part(Origin origin, Function<SharedServers, Optional<SharedServers>> rest) {}

  /** Returns what is left without a part. */
  public Optional<ServiceDraft> without(Part part) {
    return part.rest()
        .apply(shared)
        .map(
            rest ->
                new ServiceManifests(service.name().namespace())
                    .draft(block, rest, names, service.origin(), service.additions()));
  }

  /** Its manifests. */
  public Stream<ManifestDraft> documents() {
    return Stream.concat(Stream.of(service), realServers.stream());
  }

  /** Its addresses; none where it is about a mark. */
  List<IpAddress> vips() {
    return shared.vips();
  }

  /** Returns what directors are to make of it. */
  public Map<ServiceKey, VirtualServer> table() {
    return shared.table();
  }

  /**
   * The part of it that something is said against; none where that is all of it.
   *
   * @param document its service, or one of its real servers
   * @param issue what is said of one real server
   */
  public Optional<Part> part(ManifestDraft document, String field, Optional<ServerIssue> issue) {
    int server = realServers.indexOf(document);
    if (server >= 0) {
      DestinationKey key = shared.destinations().keys().get(server);
      return Optional.of(
          field.startsWith("spec.thresholds")
              ? new Part(place(key), all -> unlimited(all, key::equals))
              : withoutServer(key));
    }
    if (field.startsWith("spec.thresholds")) {
      DestinationKey first = shared.destinations().keys().getFirst();
      return Optional.of(new Part(place(first), all -> unlimited(all, _ -> true)));
    }
    Matcher indexed = INDEXED.matcher(field);
    if (indexed.matches()) {
      int index = Integer.parseInt(indexed.group(2));
      return switch (indexed.group(1)) {
        case "addresses" -> vips().size() > 1 ? Optional.of(withoutVip(index)) : Optional.empty();
        case "ports" ->
            shared.ports().size() > 1 ? Optional.of(withoutPort(index)) : Optional.empty();
        default -> Optional.of(withoutServer(shared.destinations().keys().get(index)));
      };
    }
    return field.startsWith("spec.realServers.inline")
        ? issue.flatMap(this::named).map(this::withoutServer)
        : Optional.empty();
  }

  private static Optional<SharedServers> unlimited(
      SharedServers all, Predicate<DestinationKey> which) {
    return Optional.of(all.with(all.destinations().unlimited(which)));
  }

  private Part withoutServer(DestinationKey key) {
    return new Part(place(key), all -> Optional.of(all.with(all.destinations().without(key))));
  }

  private Part withoutVip(int index) {
    IpAddress vip = vips().get(index);
    return new Part(
        only(List.of(vip), shared.ports()),
        all -> all.with(all.vips().stream().filter(one -> !one.equals(vip)).toList(), all.ports()));
  }

  private Part withoutPort(int index) {
    Integer port = shared.ports().get(index);
    return new Part(
        only(vips(), List.of(port)),
        all ->
            all.with(all.vips(), all.ports().stream().filter(one -> !one.equals(port)).toList()));
  }

  /** Returns where some of its virtual servers are said. */
  private Origin only(List<IpAddress> some, List<Integer> few) {
    String title = shared.with(some, few).map(SharedServers::title).orElse("");
    return block.origin().within(block.origin().line(), title);
  }

  /** The real server that is meant: by its address, and its port where it has several. */
  private Optional<DestinationKey> named(ServerIssue issue) {
    List<DestinationKey> alike =
        shared.destinations().keys().stream()
            .filter(key -> issue.address().filter(key.address()::equals).isPresent())
            .toList();
    return alike.stream()
        .filter(key -> key.port() == issue.port())
        .findFirst()
        .or(() -> alike.stream().findFirst());
  }

  private Origin place(DestinationKey key) {
    return block.place(shared.absolute(key));
  }
}
