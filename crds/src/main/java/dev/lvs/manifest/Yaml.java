package dev.lvs.manifest;

import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The documents of a YAML text as trees of nodes that know their line.
 *
 * <p>The text is cut at its document markers first and each piece parsed by itself, so that a
 * syntax error in one document does not hide the others.
 */
final class Yaml {
  /** Deepest nesting; the deepest field of ours is at 7. */
  static final int MAX_DEPTH = 40;

  private static final LoaderOptions OPTIONS = options();
  private static final Resolver RESOLVER = new Resolver();

  private Yaml() {}

  /** A document that could be parsed. */
  record Tree(Node root, Piece piece) {
    int line(Node node) {
      return piece.line(node.getStartMark().getLine());
    }
  }

  /** A piece that could not be parsed. */
  record Broken(int line, Flaw flaw, String message) {}

  /**
   * Goes through the documents one after another: the tree of a long file would be many times as
   * large as its text.
   */
  static void parse(String text, Consumer<Tree> found, Consumer<Broken> broken) {
    if (text.length() > ManifestFile.MAX_LENGTH) {
      broken.accept(
          new Broken(
              1,
              Flaw.TOO_LARGE,
              "The file has more than %d characters; split it."
                  .formatted(ManifestFile.MAX_LENGTH)));
      return;
    }
    int line = 1;
    for (int start = 0; start <= text.length(); ) {
      int end = endOfPiece(text, start);
      Piece piece = Piece.of(text.substring(start, end), line);
      parse(piece, found, broken);
      line += piece.lines();
      start = end + 1;
    }
  }

  private static void parse(Piece piece, Consumer<Tree> found, Consumer<Broken> broken) {
    try {
      var parser = new ParserImpl(new StreamReader(piece.text()), OPTIONS);
      Composer composer = new Composer(parser, RESOLVER, OPTIONS);
      while (composer.checkNode()) {
        found.accept(new Tree(composer.getNode(), piece));
      }
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      int line = piece.line(mark == null ? 0 : mark.getLine());
      broken.accept(new Broken(line, Flaw.SYNTAX, sentence(String.valueOf(e.getProblem()))));
    } catch (ReaderException e) {
      int line = piece.line(lines(piece.text(), e.getPosition()));
      String character = "character U+%04X".formatted(e.getCodePoint());
      broken.accept(
          new Broken(line, Flaw.SYNTAX, "YAML does not allow " + character + "; remove it."));
    } catch (YAMLException e) {
      broken.accept(
          new Broken(piece.firstLine(), Flaw.SYNTAX, sentence(String.valueOf(e.getMessage()))));
    }
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(ManifestFile.MAX_LENGTH);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(50);
    return options;
  }

  /** Returns where the line before the next document marker ends. */
  private static int endOfPiece(String text, int start) {
    int end = text.indexOf("\n---", start);
    while (end >= 0 && !isMarker(text, end + 1)) {
      end = text.indexOf("\n---", end + 1);
    }
    return end < 0 ? text.length() : end;
  }

  private static boolean isMarker(String text, int start) {
    int behind = start + 3;
    return behind == text.length() || Character.isWhitespace(text.charAt(behind));
  }

  private static int lines(String text, int end) {
    return (int)
        text.substring(0, Math.min(end, text.length())).chars().filter(c -> c == '\n').count();
  }

  private static String sentence(String parserSays) {
    return "This is not YAML: " + parserSays.strip() + "; correct it.";
  }

  /**
   * A part of the text with at most one document marker, at its beginning.
   *
   * @param firstLine its first line in the file, from 1
   * @param lines how many it has, as an editor counts them
   */
  record Piece(String text, int firstLine, int lines) {
    static Piece of(String text, int firstLine) {
      return new Piece(text, firstLine, 1 + Yaml.lines(text, text.length()));
    }

    /**
     * Line of the file; the parser counts from 0, knows more line ends, and looks past the last.
     */
    int line(int parserLine) {
      return firstLine + Math.min(parserLine, lines - 1);
    }
  }
}
