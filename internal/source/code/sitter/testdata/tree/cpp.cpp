#include <vector>
using namespace std;
namespace a::b {
template <typename T, int N = 1>
class A final : public B, private virtual C {
public:
	explicit A(int x) : B(x), y{x} {}
	virtual ~A() = default;
	static auto f(const T &t) noexcept -> decltype(t.g()) override {
		for (auto &&x : t) if (x and t || !y) { co_return x; } else throw E("no");
		try { auto g = [&, this](auto q) mutable { return q <=> 1; }; } catch (const E &e) { delete e; }
		return R"x(raw)x"s.size() ? 1 : 2;
	}
	operator bool() const;
};
}
enum class E : int { One };
