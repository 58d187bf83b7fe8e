// enhancer
