<html><?php
declare(strict_types=1);
namespace A\B;

use C\D as E, F;
use function G\h;
require_once __DIR__ . '/x.php';

#[Attr(1)]
abstract class A extends E implements F
{
    use T;
    public const N = 1;
    public function __construct(private readonly ?int $x = null) {}

    public static function f(int ...$a): static|null
    {
        foreach ($a as $k => &$v) {
            if ($k > 1 && $v !== 3 || !h() and true) { continue; } elseif ($v) { break; } else { yield $v; }
        }
        try {
            return match (true) { $a <=> 1, 2 => $a?->b() ?? fn($x) => $x, default => throw new E("no $k") };
        } catch (E | F $e) {
            switch ($k) { case 1: echo <<<X
              a {$k}
              X; }
        } finally { while (false): endwhile; }
    }
}
enum S: string { case R = 'r'; } ?>
</html>
