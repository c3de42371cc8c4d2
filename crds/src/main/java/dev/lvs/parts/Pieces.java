package dev.lvs.parts;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.manifest.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Pieces of one entry of a plan, in their order: several where it is too large for one part. */
final class Pieces {
  private final int largest;
  private final List<Weighed<Record>> pieces = new ArrayList<>();

  private Pieces(int largest) {
    this.largest = largest;
  }

  /** The entries of {@code plan}. */
  static List<Record> entries(NodePlanSpec plan) {
    DirectorPlan director = plan.director();
    List<Record> entries = new ArrayList<>(director.services());
    entries.addAll(director.vips());
    entries.addAll(director.marks());
    entries.addAll(plan.realServer().hiddenVips());
    return entries;
  }

  /**
   * The pieces of {@code entry}.
   *
   * @param largest bytes that a piece has at most
   */
  static List<Weighed<Record>> of(Record entry, int largest) {
    Pieces pieces = new Pieces(largest);
    switch (entry) {
      case PlannedService service -> pieces.add(service);
      case PlannedVip vip -> pieces.add(vip);
      case PlannedMark mark -> pieces.add(mark);
      case HiddenVip vip -> pieces.add(vip);
      default -> throw new IllegalArgumentException(entry.getClass() + " is no entry of a plan");
    }
    return List.copyOf(pieces.pieces);
  }

  private void add(PlannedService service) {
    add(
        service,
        "service " + service.key(),
        service.destinations(),
        service::with,
        Pieces::weighed);
  }

  private static Weighed<PlannedDestination> weighed(PlannedDestination destination) {
    return new Weighed<>(
        destination, destination.address() + " " + destination.port(), bytes(destination));
  }

  private void add(PlannedVip vip) {
    add(vip, "vip " + vip.address(), vip.sources(), vip::with, Pieces::weighed);
  }

  private void add(PlannedMark mark) {
    pieces.add(new Weighed<>(mark, "mark " + mark.ports(), bytes(mark)));
  }

  private void add(HiddenVip vip) {
    String key = "hidden " + vip.address() + " " + vip.method() + " " + vip.realServerAddress();
    add(vip, key, vip.sources(), vip::with, Pieces::weighed);
  }

  private static Weighed<ResourceName> weighed(ResourceName source) {
    String text = source.toString();
    return new Weighed<>(source, text, text.length() + 3);
  }

  /**
   * Adds an entry, whole if it can be.
   *
   * @param members what it has very many of, if it is large
   * @param with the same entry with other members
   */
  private <M> void add(
      Record entry,
      String key,
      List<M> members,
      Function<List<M>, ? extends Record> with,
      Function<M, Weighed<M>> weighed) {
    int bytes = bytes(entry);
    if (bytes <= largest) {
      pieces.add(new Weighed<>(entry, key, bytes));
      return;
    }
    int header = bytes(with.apply(List.of()));
    for (List<M> run : Runs.of(members.stream().map(weighed).toList(), largest - header)) {
      Record piece = with.apply(run);
      String first = weighed.apply(run.getFirst()).key();
      pieces.add(new Weighed<>(piece, key + " " + first, bytes(piece)));
    }
  }

  /** With the comma behind it. */
  private static int bytes(Record value) {
    return Json.write(value).length() + 1;
  }
}
