# frozen_string_literal: true
require "json"
require_relative "../own"

module A
  class B < C::D
    include E
    attr_reader :x

    def self.f(a, b = 1, *c, d:, **e, &g)
      return if a && !b || c.nil? and d
      case a
      when 1, 2 then yield a
      end
      case b
      in { x: Integer => y } if y then next
      else raise ArgumentError, "no #{a}"
      end
      begin
        a.each { |x| x&.y ? 1 : 2 }
      rescue F, G => e
        retry unless e
      ensure
        until b do b = true end
      end
      text = <<~X
        a #{b}
      X
      ->(q) { q }
    end

    private

    def g = @x ||= %w[a b]
  end
end
