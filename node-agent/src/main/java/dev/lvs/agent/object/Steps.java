package dev.lvs.agent.object;

import java.util.ArrayList;
import java.util.List;

/** Collects the steps of a diff, in the order in which they are to be made. */
public final class Steps {
  private final List<Change> changes = new ArrayList<>();
  private final List<Foreign> foreign = new ArrayList<>();

  /** Adds a change behind the others. */
  public void add(Change change) {
    changes.add(change);
  }

  /** Puts a change before those that were added from a place on. */
  public void insert(int place, Change change) {
    changes.add(place, change);
  }

  /** The changes that have been added from a place on. */
  public List<Change> from(int place) {
    return changes.subList(place, changes.size());
  }

  /** The place of the change that is added next. */
  public int size() {
    return changes.size();
  }

  /** Notes something of somebody else that is left as it is. */
  public void leave(Foreign thing) {
    foreign.add(thing);
  }

  /** All changes. */
  public List<Change> changes() {
    return changes;
  }

  /** All that is left as it is. */
  public List<Foreign> foreign() {
    return foreign;
  }
}
