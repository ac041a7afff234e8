package a.b;

import java.util.List;
import static java.lang.Math.*;

/** Doc. */
@Deprecated
public abstract class A<T extends B> extends C implements D, E {
  private static final int N = 1;

  A(T x) { super(x); }

  @Override
  protected synchronized <U> List<U> f(int... a) throws IOException {
    for (int i = 0; i < a.length && i != N; i++) {
      if (a[i] > 1 || !g()) { continue; } else { break; }
    }
    try (var r = open()) {
      return switch (a[0]) {
        case 1 -> null;
        case 2 -> { yield List.of(); }
        default -> throw new IllegalStateException();
      };
    } catch (X | Y e) {
      Runnable q = () -> e.f(A::g);
    } finally {
      do { x = x ? 1 : 2; } while (false);
    }
  }

  record P(int x) {}
  enum Q { R { void m() {} } }
  sealed interface S permits P {}
}
